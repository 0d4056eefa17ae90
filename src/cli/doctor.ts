import { table } from '../report/text.js'
import type { Style } from '../report/style.js'
import type { Context } from './context.js'
import { checkMachine, type Check, type Purpose } from './doctor-checks.js'

const PURPOSES: Readonly<Record<Purpose, string>> = {
  generate: 'To plan, generate and synthesize',
  deploy: 'To deploy',
  rehearse: 'To test and rehearse with real parts on this machine',
}

/** `clickstream doctor`: what this machine has and lacks; finding something missing is no failure. */
export async function doctor(context: Context): Promise<void> {
  const checks = await context.reporter.task('looked at this machine', () => checkMachine(context.env))
  const ready = Object.fromEntries(
    (Object.keys(PURPOSES) as Purpose[]).map((purpose) => [
      purpose,
      checks.every((check) => check.purpose !== purpose || usable(check)),
    ]),
  )
  context.reporter.document({ ready, checks }, (style) => describe(checks, style))
}

const usable = (check: Check): boolean => check.status === 'found' || check.status === 'unknown'

function describe(checks: readonly Check[], style: Style): string {
  const mark = {
    found: style.green('✔'),
    missing: style.red('✘'),
    unusable: style.red('✘'),
    unknown: style.yellow('?'),
  }
  const rows = table(
    checks.map((check) => [`  ${mark[check.status]} ${check.name}`, check.version ?? '', style.dim(check.neededFor)]),
  )
  const lines: string[] = []
  for (const [purpose, title] of Object.entries(PURPOSES)) {
    lines.push('', style.bold(title))
    checks.forEach((check, index) => {
      if (check.purpose !== purpose) return
      lines.push(rows[index] ?? '')
      if (check.detail !== undefined) lines.push(style.wrap(check.detail, '      '))
      if (check.install !== undefined) lines.push(`      → ${check.install}`)
    })
  }
  return lines.slice(1).join('\n')
}
