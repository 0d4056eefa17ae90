import type { Context } from './context.js'
import { generatedText } from './generate-messages.js'
import { generateProject } from './generate-project.js'

export interface GenerateOptions {
  readonly out: string
  readonly keep?: boolean
  readonly overwrite?: boolean
}

/** What answers for a person who cannot be asked. */
export const FLAGS_HINT = '--keep leaves them as they are, --overwrite writes what is generated'

/** `clickstream generate`: exit 3 for a refused spec, 4 where files were changed by hand and nobody can be asked, 1 where the proof breaks. */
export async function generate(context: Context, path: string, options: GenerateOptions): Promise<number> {
  const { loadSpec } = await import('../spec/index.js')
  const { spec, provenance, lock, file } = loadSpec(path)
  const decision = options.overwrite === true ? 'overwrite' : options.keep === true ? 'keep' : undefined
  const generated = await generateProject(context, {
    spec,
    provenance,
    specFile: { path, text: file.text },
    out: options.out,
    decisionHint: FLAGS_HINT,
    ...(lock !== undefined && { lock }),
    ...(decision !== undefined && { decision }),
  })
  context.reporter.document(generated, (style) => generatedText(generated, style))
  return generated.reachability.reachable ? 0 : 1
}
