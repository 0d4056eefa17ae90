/** Fields that hold a name somebody gave, and may change it. */
export const NAME_PATH =
  /^(?:kafka\.cluster|intent\.bucket|sinks\.\d+\.(?:bucket|database|table|prefix)|backup\.(?:bucket|prefix)|name|topics\.\d+\.name|platform\.ecsCluster|images\.repository|images\.tag|collector\.routing\.(?:default|header))$/

/** The nouns that people say for such a field. */
export const NOUNS: readonly (readonly [RegExp, RegExp])[] = [
  [/\bback-?ups?\b|备份/i, /^backup\./],
  [/\bcluster\b|集群/i, /^kafka\.cluster$/],
  [/\bbuckets?\b|桶/i, /bucket$/],
  [/\btopics?\b|主题|话题/i, /^topics\.|routing\.default$/],
  [/\btable\b|表/i, /table$/],
  [/\bdatabase\b|库/i, /database$/],
  [/\bprefix\b|前缀/i, /prefix$/i],
  [/\b(?:project|deployment|stack)\b|项目/i, /^name$/],
]
