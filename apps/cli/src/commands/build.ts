import { type BuildFlags, recipeOf } from '../builds/build-flags.ts'
import { imageTarget } from '../builds/image-target.ts'
import { planFolder } from '../builds/plan-folder.ts'
import { sendFolder } from '../builds/send-folder.ts'
import { readSshKeys } from '../builds/ssh-keys.ts'
import { sayEnd, watchBuild } from '../builds/watch-build.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type BuildOptions = SessionOptions & BuildFlags & { readonly plan?: boolean; readonly tag?: string }

/** Builds a folder into an image, and deploys nothing; prints its reference by digest. */
export async function build(folder: string, options: BuildOptions): Promise<void> {
  const recipe = recipeOf(options)
  if (options.plan) return showPlan(folder, options)
  const keys = await readSshKeys(options.ssh)
  const session = await openSession(options)
  const { api } = session
  const tenant = await session.tenant()
  const { repository, tag } = imageTarget(folder, tenant, options.tag)
  const sent = await sendFolder(folder, options, () => api.builds.uploadImage.mutate({ tenant, repository }))
  const started = await api.builds.startImage.mutate({ tenant, repository, tag, recipe, ...keys, ...sent })
  const ended = await watchBuild(session, { tenant, repository, id: started.id })
  const image = ended.digest === null ? null : `${repository}:${tag}@${ended.digest}`
  if (options.json) {
    const { id, state, digest, ran, cached, failure } = ended
    printJson({
      id,
      state,
      repository,
      tag,
      digest,
      ran,
      cached,
      ...(failure && { reason: failure.message }),
    })
  } else if (image !== null) printResult(image)
  sayEnd(ended)
}

async function showPlan(folder: string, options: BuildOptions): Promise<void> {
  const plan = await planFolder(folder, recipeOf(options))
  if (options.json) return printJson(plan)
  const { stack, processes } = plan
  if (stack) {
    const facts = stack.facts.map(({ name, value }) => `  ${name}: ${value}`)
    printResult([`${stack.name}: ${stack.because}`, ...facts].join('\n'))
  }
  for (const [name, command] of Object.entries(processes)) printResult(`process ${name}: ${command}`)
  for (const { name, base, steps } of plan.stages) {
    printResult([`${name} (from ${base})`, ...steps.map((step) => `  ${step}`)].join('\n'))
  }
  for (const warning of plan.warnings) say(`warning: ${warning}`)
}
