const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Words that are never a name, even after "is" or a colon. */
export const NEVER_NAMES = words(`
  a an the our my your their its his her this that these those it they we you i me us which what who whose and or but nor so as at by for from in into
  of on onto out over per to under up with without within via than then if when while where because since until after before during about around
  is are was were be been being am will would shall should can could may might must do does did done has have had having not no none yes yep nope
  msk kafka s3 aws amazon apache json iceberg bucket buckets cluster clusters topic topics region regions name names named called unknown tbd todo
  na n/a later please thanks yet also too only just both each all any some same other another one two three four five six seven eight nine ten twelve
  existing new default ecs fargate ec2 null undefined serverless provisioned sorry oops
`)

/** Ordinary words that follow "cluster", "bucket" or "topic" in a sentence and are no name there. */
export const ORDINARY = words(`
  already always again available accessible able active actually address again ahead almost alone along although among anyway anything attached aware
  back backed based become becomes before behind below beside between big bring brings broker brokers broken build built
  came cannot change changes choose come comes configured connect connected connection connects contain contains cost costs could create created currently
  data dedicated deployed did different directly down due
  early easily easy empty enabled encrypted encryption endpoint engine enough entirely environment even ever every everything exactly exist exists expected
  fails fast few file files fine first for free fully
  gets getting given gives go goes going gone good got great
  handle handles happens hard here high holds hopefully host hosted however huge
  id identical immediately important in inside instance instead internally is isn't
  job keep keeps key keys kept kind know known
  large last latency left less let like limited line lists little live lives load located long look looks lot low
  made maintained make makes managed many maybe mean means mine more most mostly move much multi my
  near need needed needs never next nice nodes normally nothing now number
  obviously off often ok okay old once online only open operated or ours outside own owned owner owns
  perfect plan plus policy policies possible prefix private probably production properly provided public
  quite ready really receive receives recently region replaced replicated required requires resides right role run running runs
  safe said seems separate separately server servers service set setup settings shared should side simple simply size sits small somehow something soon stays still
  storage stored stores such support supports sure
  take takes team that's their there thing think though through throughput today together tomorrow too top total traffic type
  understand unless unchanged up use used uses using usually
  version very via
  waiting want wants was way we well whatever whenever wherever with work works write writes wrong
  you your yours above absolutely across enforces enables needs sink sinks table tables warehouse lives belongs sees data setup stack per account accounts
  partition partitions retention replication auth authentication iam scram tls plaintext arn arns name names
`)

/** Pieces of hyphenated words that describe instead of naming ("three-node cluster", "low-latency"). */
export const DESCRIBING_PIECES = words(`
  node nodes broker brokers az azs zone zones region regional level grade ready side based only owned managed enabled existing new single multi cross
  high low well brand pre non same highly fully real time purpose general long short term cost effective scale performance throughput latency production
  read write facing friendly tier wide day days hour hours minute minutes second seconds year years month months week weeks class s3 json vcpu
  gb mb kb tb kib mib gib replica partition partitions topic kafka msk iceberg nginx lua vector self hosted built in end to per account
  auto scaling scaled load balancer balanced balancing once least exactly most on demand open source
`)
