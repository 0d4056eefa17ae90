import { bullets, count, usd } from '../text.js'
import type { Phrases } from './phrases.js'
import type { PlanSummary } from './plan-summary.js'

const cost = ({ monthlyUsd, pricesAsOf, dearest }: PlanSummary): string =>
  `每月约 ${usd(monthlyUsd)}（${pricesAsOf} 的目录价，不含 Kafka 集群本身），主要是：` +
  `${dearest.map(({ what, usd: amount }) => `${what} ${usd(amount)}`).join('，')}。`

export const zh: Phrases = {
  greeting:
    '您好。我们在 AWS 上搭建点击流采集：ECS Fargate 上的采集器、您的 MSK 集群上的主题、写入 S3 JSON 文件和 Iceberg 表的连接器。' +
    '请告诉我集群、存储桶和流量，其余都有默认值。',
  help:
    '您可以说明现有资源（“MSK 集群 orders-prod，桶 my-data，东京，2万条/秒”）、更正（“改成 4 万”）、' +
    '提问（“比较两种方案”“为什么是 12 个分区”“多少钱”“看看计划”），或者说不要什么（“不要 Iceberg”）。',
  noted: (facts) => `已记录：${facts.join('，')}。`,
  forgotten: (paths) => `已取消：${paths.join('，')}。`,
  rejected: (path, why) => `未记录 ${path}：${why}`,
  needed: (open) => `还有 ${open} 个问题：`,
  questions: {
    region:
      'MSK 集群在哪个 AWS 区域？可以说代码或地名，例如 us-east-1 或东京。（clickstream.yaml 中写作 region: us-east-1）',
    'kafka.cluster':
      '事件写入哪个 MSK 集群？请给出名称或 ARN。（clickstream.yaml 中写作 kafka: { cluster: orders-prod }）',
    'sinks.0.bucket':
      '事件存到哪个 S3 存储桶？一个就够，备份也用它。（clickstream.yaml 中写作 sinks: [{ type: s3-json, bucket: my-data-bucket }]）',
    'backup.bucket':
      'Kafka 没有收下的事件备份到哪个 S3 存储桶？（clickstream.yaml 中写作 backup: { bucket: my-data-bucket }）',
  },
  gate: '关卡和审批由代码执行，谁也不能靠一句话跳过；没有任何改变。主题必须先存在，其余步骤才会开始。',
  chooseOne: '请说“第一个”或“第二个”，或者说您最看重什么；不说就按推荐的方案。',
  because: (path, value, why) => `${path} 是 ${value}：${why}。`,
  notKnown: (path) => `${path} 目前还不知道。`,
  known: (facts) => (facts.length === 0 ? '目前还什么都不知道。' : `目前已知：\n${bullets(facts)}`),
  failed: (agent, why) => `${agent} 没有完成：${why}`,
  summary: (plan) => [
    `${plan.name}（${plan.region}）的计划：${plan.solution}，前面是 ${plan.solution === 'nginx-lua' ? 'NLB' : 'ALB'}` +
      `（${plan.exposure === 'internet' ? '公网' : '内网'}，${plan.tls ? 'TLS' : '还没有证书'}），${plan.tasks.min} 到 ${plan.tasks.max} 个任务，` +
      `每个 ${plan.tasks.cpu / 1024} vCPU，峰值 ${count(plan.load.peakEventsPerSecond)} 条/秒，每条 ${count(plan.load.averageEventBytes)} 字节。`,
    `Kafka：${plan.cluster}，认证 ${plan.auth}；主题（分区数）：${plan.topics.join('，')}。`,
    plan.sinks.length === 0
      ? '没有连接器：事件只留在 Kafka 中。'
      : `写入：${plan.sinks.map(({ target, withinSeconds }) => `${target}（${withinSeconds} 秒内）`).join('；')}。`,
    cost(plan),
    ...(plan.assumed.length === 0
      ? []
      : [
          `没有人说过、按默认处理的：${plan.assumed.map(({ path, value }) => `${path} ${String(value)}`).join('，')}。`,
        ]),
    ...(plan.openPromises.length === 0
      ? []
      : [`本版本还有 ${plan.openPromises.length} 项承诺没有兑现，image-builder 已列出。`]),
  ],
  cost,
  stands: '计划不变。',
  next: ({ name }) => `下一步：在对话里输入 \`/generate ${name}\` 会写出并检查项目；目前没有部署任何东西。`,
  goOn: '请继续说明，或者说“看看计划”。',
}
