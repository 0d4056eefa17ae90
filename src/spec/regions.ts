/** One AWS region: its code, the place as people name it, and its partition. */
export interface Region {
  readonly code: string
  readonly place: string
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov'
}

const region = (code: string, place: string, partition: Region['partition'] = 'aws'): Region => ({
  code,
  place,
  partition,
})

/** Every region that a spec may name. Source: AWS General Reference, "AWS service endpoints", and docs of the account console, read 2026-11. */
export const REGIONS: readonly Region[] = [
  region('us-east-1', 'N. Virginia'),
  region('us-east-2', 'Ohio'),
  region('us-west-1', 'N. California'),
  region('us-west-2', 'Oregon'),
  region('af-south-1', 'Cape Town'),
  region('ap-east-1', 'Hong Kong'),
  region('ap-east-2', 'Taipei'),
  region('ap-south-1', 'Mumbai'),
  region('ap-south-2', 'Hyderabad'),
  region('ap-southeast-1', 'Singapore'),
  region('ap-southeast-2', 'Sydney'),
  region('ap-southeast-3', 'Jakarta'),
  region('ap-southeast-4', 'Melbourne'),
  region('ap-southeast-5', 'Malaysia'),
  region('ap-southeast-6', 'New Zealand'),
  region('ap-southeast-7', 'Thailand'),
  region('ap-northeast-1', 'Tokyo'),
  region('ap-northeast-2', 'Seoul'),
  region('ap-northeast-3', 'Osaka'),
  region('ca-central-1', 'Montreal'),
  region('ca-west-1', 'Calgary'),
  region('eu-central-1', 'Frankfurt'),
  region('eu-central-2', 'Zurich'),
  region('eu-west-1', 'Ireland'),
  region('eu-west-2', 'London'),
  region('eu-west-3', 'Paris'),
  region('eu-north-1', 'Stockholm'),
  region('eu-south-1', 'Milan'),
  region('eu-south-2', 'Spain'),
  region('il-central-1', 'Tel Aviv'),
  region('me-central-1', 'UAE'),
  region('me-south-1', 'Bahrain'),
  region('mx-central-1', 'Mexico'),
  region('sa-east-1', 'São Paulo'),
  region('us-gov-east-1', 'GovCloud US-East', 'aws-us-gov'),
  region('us-gov-west-1', 'GovCloud US-West', 'aws-us-gov'),
  region('cn-north-1', 'Beijing', 'aws-cn'),
  region('cn-northwest-1', 'Ningxia', 'aws-cn'),
]

/** The partition of a region code; unknown codes count as `aws`. */
export function partitionOf(code: string): Region['partition'] {
  return REGIONS.find((region) => region.code === code)?.partition ?? 'aws'
}
