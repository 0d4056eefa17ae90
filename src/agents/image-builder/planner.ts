import type { Planner } from '../../model/offline/planner.js'
import { answerOf, callThenSay } from '../answers.js'
import { actOr } from '../local-project/acting-task.js'
import { stepText } from '../local-project/step-text.js'
import { bullets, many } from '../text.js'
import type { ImagePlanAnswer } from './tools.js'

const planOnly: Planner = (view) =>
  callThenSay(
    view,
    ['plan_images', 'list_open_promises'].map((name) => ({ name, input: {} })),
    () => {
      const plan = answerOf<ImagePlanAnswer>(view.results, 'plan_images')
      const promises = answerOf<{ promises: string[] }>(view.results, 'list_open_promises')?.promises ?? []
      return [
        imagesText(plan),
        ...(promises.length === 0 ? [] : ['Not kept yet by this version:', bullets(promises)]),
      ].join('\n')
    },
  )

export const planner = actOr(planOnly, { build_images: stepText })

function imagesText(plan: ImagePlanAnswer | undefined): string {
  const images = plan?.images ?? []
  const lines = images.map(({ container, folder, files, platform, pushedTo }) =>
    folder === undefined
      ? `${container}: ${pushedTo} (${platform})`
      : `${container}: ${folder} (${many(files.length, 'file')}: ${files.join(', ')}) for ${platform}, pushed to ${pushedTo}`,
  )
  const who =
    plan?.source === 'ecr'
      ? 'Nothing is built: the images exist.'
      : '`cdk deploy` builds and pushes them; it needs docker, podman, finch or buildah.'
  return [`${many(images.length, 'image')}:`, bullets(lines), who].join('\n')
}
