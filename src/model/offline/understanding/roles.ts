/** Which stored copy something belongs to. */
export type Role = 'json' | 'iceberg' | 'backup' | 'all'

/** Source of a regular expression for words that name a stored copy. */
export const ROLE_WORDS = String.raw`(?<![\w-])(?:s3[- ]json|(?:raw )?jsonl?(?:[- ]lines)?(?! ?path|:\S)|raw (?:files?|events?|data|zone|layer|copy|copies)|plain files|apache iceberg|iceberg|lakehouse|warehouse|(?:(?:daily|nightly|the|a|for|as) )?back-?ups?|backed[- ]up|everything|all of (?:it|them)|all (?:the )?(?:data|sinks|roles|three))(?!\w|:[A-Za-z_]|-[a-z0-9])|原始(?:数据|日志|文件|事件)|冰山|湖仓|数仓|数据仓库|仓库|备份|所有(?:数据|的)?|全部`

/** The copy that a match of {@link ROLE_WORDS} names. */
export function roleOf(word: string): Role {
  if (/json|raw|plain|原始/i.test(word)) return 'json'
  if (/iceberg|house|冰山|仓/i.test(word)) return 'iceberg'
  if (/back|备份/i.test(word)) return 'backup'
  return 'all'
}
