import type { Findings } from './findings.js'
import type { Turn } from './turn.js'

const ACKNOWLEDGED =
  /\b(?:(?:must|can|may|should|do|will|cannot|we|could)(?:n't| ?not)?\s*(?:ever\s+)?(?:never|not|cannot|can't|afford to|allowed to)?\s*(?:ever |afford to |be allowed to )?lose\b(?! (?:a few|some|a couple|a handful|one or two|the odd))(?:\s+(?:an?|any|single|one|even|our|click|events?|records?|data|messages?|anything|them)\b){0,4}|never (?:lose|losing|drop|dropping)(?:\s+(?:an?|any|single|one|even|events?|records?|data|messages?|clicks?)\b){0,4}|not (?:a single|one|any|even one) (?:event|record|message|click)s? (?:may|can|must|should|is allowed to|is to)(?: be| get)? (?:lost|dropped|missing|go missing)|(?:no|zero|without(?: any)?) (?:data|event|message|record)?\s*loss\b(?! (?:tolerance))(?:es)?|(?:zero|no)[- ]data[- ]loss|loss ?less(?:ly)?|losing (?:events?|data|even one event|a single event|anything) is (?:not|un)\s?(?:an option|acceptable|ok|okay|allowed)|at[- ]least[- ]once|acks\s*=\s*all|(?:every|each) (?:single )?(?:event|click|record) (?:counts|matters|must (?:arrive|be (?:stored|kept|saved|delivered|acknowledged)))|(?:only )?(?:answer|respond|reply|return|acknowledge|200|confirm)\w*(?: \w+){0,3} (?:only )?(?:after|once|when) kafka (?:has )?(?:confirm|acknowledg|ack)\w*|wait(?:s|ing)? for kafka|durability\s*(?:is|:|=|mode)?\s*:?\s*acknowledged|(?:use |with )acknowledged (?:mode|durability)?|durability is (?:critical|essential|paramount|key|important)|strong(?:est)? durability|guaranteed delivery)|(?:一条|一个|任何|每条|单条|半条)?(?:数据|事件|消息|点击|日志)?(?:都|也)?(?:不能|不可以?|不允许|不得|绝不能?|不许|决不能?|不要|不可|不会)(?:再|有任何|有|被)?(?:丢失?|丢掉|遗漏|丢弃)(?:任何|一条|任意)?(?:一条)?(?:数据|事件|消息|日志|点击)?|零丢失|0丢失|无丢失|至少一次|(?:等|待)\s*kafka\s*(?:确认|ack)[^。,]{0,4}(?:后|才|再)|(?:kafka\s*)?确认(?:之?后|写入后)(?:才|再)(?:返回|应答|响应|回复)|可靠性(?:要求)?(?:最|很|非常)?(?:高|重要|优先)/dgi
/** The order of the two steps: first the write to Kafka, then the answer. */
const WRITE_FIRST =
  /(?:等到?|待|先|确认|确保|保证|数据|事件|消息|全部|真正|成功|\s)*(?:写(?:入|进|到|好|完)?\s*了?\s*kafka|(?:写入|写好|写完|落盘)|kafka\s*(?:里|端)?\s*(?:成功|已经?)?(?:写(?:入|进|好|完|成功)?|落盘|收到|确认|返回\s*ack|ack))(?:里|中)?\s*[,，]?(?:并|且|而且|得到|收到|\s)*(?:被)?(?:确认|成功|完成|ack|落盘)?\s*了?\s*(?:之后|以后|后)?\s*,?\s*(?:才|再)(?:能|可以|去|给客户端|向客户端|\s)*(?:返回|应答|响应|回复|回\s*200)|\b(?:answer|respond|reply|return|acknowledge|200|confirm)\w*(?: \w+){0,3} (?:only )?(?:after|once|when) (?:the |an? |each |every )?(?:writes?|records?|events?|messages?)(?: (?:to|in|into) kafka)? (?:is|are|was|were|has been|have been) (?:confirmed|acknowledged|acked|written|committed)(?: (?:to|by|in) kafka)?|\bconfirm(?:ing)? (?:the |each |every )?writes?(?: (?:to|in|into) kafka)? before (?:you |it |we |they )?(?:answer|return|respond|reply)\w*/dgi
const NOT_NEEDED =
  /(?:(?:不|无|没)(?:需要?|要求|用|必|要|一定要?|有必要|必要)|别)(?:再|先|等到?|待|确认|\s)*$|\b(?:(?:don'?t|do not|no) (?:need|have) to|needn'?t|not)\s*$/i
const BUFFERED =
  /\b(?:(?:answer|respond|reply|return|acknowledg|ack|confirm)\w*(?:\s+(?:a |the |with |200|ok|client|clients|quickly|right away|immediately|early|events?)){0,3}\s*(?:before|without waiting for|prior to) kafka(?:'s)?(?: (?:confirm|ack|acknowledg|answer|respond|has)\w*)?(?: is (?:fine|ok|okay|acceptable|good enough|alright))?|fire[- ]and[- ]forget|best[- ]effort|(?:do not|don't|no need to|needn't|doesn't have to|does not have to) wait for kafka(?:'s \w+)?|(?:losing|loss of|lose|drop|dropping|missing) (?:a few|some|a couple of|a handful of|the odd|one or two|an occasional|the occasional|occasional|a little|a bit of)(?:\s+\w+){0,6}?\s*(?:is|are|would be|'s)?\s*(?:fine|ok|okay|acceptable|tolerable|no problem|not a problem|alright|all right|harmless)?|(?:can|could|may) (?:tolerate|accept|live with|afford)(?: to)?(?: los\w+| some| a few| a little| occasional| minor| small| data| event){1,4}(?: loss| events?| data)?|(?:some|a little|occasional|minor|small) (?:data |event )?loss (?:is|would be) (?:fine|ok|okay|acceptable|tolerable|alright)|(?:ok|okay|fine|acceptable|alright) (?:to|if we|if you|if it) (?:los\w+|drop\w*)(?: a few| some| the odd| an occasional)?(?: events?| records?)?|durability\s*(?:is|:|=|mode|can be)?\s*:?\s*buffered|buffered (?:mode|durability|is (?:fine|ok|enough))|(?:use|with|choose|want|go) (?:the )?buffered|acks\s*=\s*[01]\b|in[- ]memory buffering is (?:fine|ok))|(?:不必|不用|无需|不需要|可以不)等(?:待)?\s*kafka\s*(?:的)?(?:确认|ack)?|(?:丢|丢失|少)(?:几|一些|少量|一点|个别|一两|点)(?:条|个)?\S{0,4}(?:没关系|可以|也行|无所谓|能接受|没事|不要紧|也没关系|问题不大|没问题)|(?:可以|能|允许|能够|可)(?:接受|容忍|忍受|允许)?(?:丢|少量丢失|丢失)(?:几|一些|少量|一点|个别)?(?:条|个)?(?:数据|事件)?|(?:kafka\s*)?确认(?:之)?前(?:就)?(?:可以)?(?:返回|应答|响应|回复)|(?:先)(?:返回|应答|响应|回复)[^。,]{0,4}再(?:写|发)[^。,]{0,6}kafka/dgi
const NEVER_TOLERATE =
  /\b(?:can(?:'t|not| not)|must not|may not|not|never|don't|won't|isn't|no)\b[^,.;]{0,14}$|(?:不能|不可以?|不允许|绝不|不)$/i
const NO_LOSS_TAIL =
  /^[^,.;\n]{0,24}\b(?:not|un|never|isn't|isn’t)\s?(?:an option|acceptable|ok|okay|allowed|fine|tolerable)/i

/** What a 200 must mean: Kafka has the event (or the disk), or the task's memory is enough. */
export function findDurability(turn: Turn, found: Findings): void {
  for (const hit of turn.hits(WRITE_FIRST)) {
    const no = NOT_NEEDED.exec(turn.before(hit, 20))?.[0].length ?? 0
    const span = { start: hit.start - no, end: hit.end }
    found.say('collector.durability', no > 0 ? 'buffered' : 'acknowledged', span)
    turn.mask(span)
  }
  for (const hit of turn.hits(ACKNOWLEDGED)) {
    const plainLose = /\blose\b/i.test(hit.text) && !/never|not|n't|cannot/i.test(hit.text)
    const loss = /loss|acks|once|acknowledged|wait/i.test(hit.text)
    if (
      plainLose ||
      (loss &&
        /(?:don'?t|not) (?:really )?(?:need|require|want|care about)[^,.;]{0,16}$|不(?:需要|要求)\S{0,4}$/i.test(
          turn.before(hit, 40),
        ))
    ) {
      if (loss) found.say('collector.durability', 'buffered', hit)
      continue
    }
    found.say('collector.durability', 'acknowledged', hit)
    turn.mask(hit)
  }
  for (const hit of turn.hits(BUFFERED)) {
    if (NEVER_TOLERATE.test(turn.before(hit, 24)) || NO_LOSS_TAIL.test(turn.after(hit, 50))) {
      if (/los|drop|toler|丢/i.test(hit.text)) found.say('collector.durability', 'acknowledged', hit)
    } else found.say('collector.durability', 'buffered', hit)
    turn.mask(hit)
  }
}
