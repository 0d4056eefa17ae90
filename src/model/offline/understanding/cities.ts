const CHINA = ['cn-north-1', 'cn-northwest-1']
const BENELUX = ['eu-central-1', 'eu-west-3', 'eu-west-2']
const NORTH = ['eu-north-1', 'eu-central-1']
const MIDDLE = ['eu-central-1', 'eu-south-1']
const US_EAST = ['us-east-1', 'us-east-2']
const US_WEST = ['us-west-2', 'us-west-1']
const INDIA = ['ap-south-1', 'ap-south-2']

/** Cities without a region of their own, with the nearest ones. */
export const CITIES: Readonly<Record<string, readonly string[]>> = {
  shanghai: CHINA,
  shenzhen: CHINA,
  guangzhou: CHINA,
  hangzhou: CHINA,
  chengdu: CHINA,
  上海: CHINA,
  深圳: CHINA,
  广州: CHINA,
  杭州: CHINA,
  成都: CHINA,
  amsterdam: BENELUX,
  brussels: BENELUX,
  阿姆斯特丹: BENELUX,
  berlin: ['eu-central-1'],
  munich: ['eu-central-1'],
  hamburg: ['eu-central-1'],
  柏林: ['eu-central-1'],
  慕尼黑: ['eu-central-1'],
  copenhagen: NORTH,
  oslo: NORTH,
  helsinki: NORTH,
  vienna: MIDDLE,
  prague: MIDDLE,
  warsaw: NORTH,
  rome: ['eu-south-1'],
  lisbon: ['eu-south-2'],
  barcelona: ['eu-south-2'],
  athens: ['eu-south-1'],
  'new york': US_EAST,
  boston: US_EAST,
  chicago: ['us-east-2'],
  纽约: US_EAST,
  seattle: US_WEST,
  'los angeles': US_WEST,
  洛杉矶: US_WEST,
  西雅图: US_WEST,
  toronto: ['ca-central-1'],
  vancouver: ['ca-west-1'],
  delhi: INDIA,
  bangalore: INDIA,
  chennai: INDIA,
}
