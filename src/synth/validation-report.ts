import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClickstreamError } from '../errors.js'
import type { Problem } from '../errors.js'
import { at, isObject, listOf } from './cloudformation.js'
import type { Json } from './cloudformation.js'

const REPORT_FILE = 'validation-report.json'

/** One finding of the validation at synth: CloudFormation's own rules, cdk-nag's and the constructs' annotations. */
export interface Finding {
  readonly source: string
  readonly rule: string
  readonly severity: string
  readonly message: string
  /** Path of the construct, such as `web-events-Ingestion/Collector/Service`. */
  readonly construct: string
  readonly fix?: string
}

export interface ValidationReport {
  readonly passed: boolean
  /** Those that stop synth and those that do not; what a construct acknowledges is left out. */
  readonly findings: readonly Finding[]
}

/** Reads the validation report of an assembly, which CDK writes also where nothing was found. */
export function readValidationReport(assemblyDir: string): ValidationReport {
  const reports = listOf(at(JSON.parse(readFileSync(join(assemblyDir, REPORT_FILE), 'utf8')) as Json, 'pluginReports'))
  return {
    passed: reports.every((report) => at(report, 'conclusion') === 'success'),
    findings: reports.flatMap(findings),
  }
}

/** All findings that stop synth as one error, `ValidationFailed`. */
export function validationFailed(report: ValidationReport): ClickstreamError {
  const problems = report.findings
    .filter(({ severity }) => severity !== 'warning' && severity !== 'info')
    .map(problemOf)
  const count = `${problems.length} ${problems.length === 1 ? 'finding' : 'findings'}`
  return new ClickstreamError(`the templates do not pass validation: ${count}`, {
    code: 'ValidationFailed',
    hint: 'Each finding names the construct and what to do; change clickstream.yaml or the stack, or acknowledge the rule with a reason.',
    exitCode: 3,
    problems,
  })
}

function problemOf({ rule, construct, message, fix }: Finding): Problem {
  return { code: rule, message: `${construct}: ${message}`, path: construct, ...(fix !== undefined && { hint: fix }) }
}

function findings(report: Json): Finding[] {
  return listOf(at(report, 'violations')).flatMap((violation) => {
    const text = (name: string): string | undefined => {
      const value = at(violation, name)
      return typeof value === 'string' ? value : undefined
    }
    const fix = text('suggestedFix')
    const constructs = listOf(at(violation, 'violatingConstructs')).filter(isObject)
    return constructs.map((construct) => ({
      source: String(at(report, 'pluginName')),
      rule: text('ruleName') ?? 'unknown',
      severity: text('customSeverity') ?? text('severity') ?? 'error',
      message: text('description') ?? '',
      construct: String(at(construct, 'constructPath') ?? at(construct, 'cloudFormationResource', 'logicalId') ?? ''),
      ...(fix !== undefined && { fix }),
    }))
  })
}
