import { BerthError, formatBytes } from '@berth/core'
import type { DeletionView } from '@berth/protocol'
import { parseReference } from '@berth/oci'
import { isExact } from '../images/find-repository.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

type Options = SessionOptions & { readonly yes?: boolean; readonly dryRun?: boolean }

/** A tag, an image by its digest with all its tags, or with no tag named the whole repository. */
export async function deleteImage(text: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { repository, tag, digest } = parseReference(text, { tenant, host: new URL(session.url).host })
  const target = { tenant, repository, reference: isExact(text) ? (digest ?? tag) : null }
  const plan = await session.api.images.planDeletion.query(target)
  if (options.dryRun) return options.json ? printJson(plan) : say(describePlan(text, plan, 'would'))
  if (!options.yes && !options.json) say(describePlan(text, plan, 'will'))
  if (!options.yes) {
    const name = target.reference ?? repository
    const typed = await askLine(`Type ${name} to go on: `, { orElse: 'confirm with --yes' })
    if (typed !== name) throw new BerthError('input.invalid', `${text} was not deleted`)
  }
  const done = await session.api.images.delete.mutate(target)
  if (options.json) return printJson(done)
  say(`${text} is deleted; ${formatBytes(done.freedBytes)} of storage are collected later`)
}

function describePlan(text: string, plan: DeletionView, verb: 'would' | 'will'): string {
  const { kind, tags, freedBytes, sharedBytes, usedBy, usedByOthers } = plan
  const users = usedBy.map(({ app, release }) => `${app} (release ${release})`)
  if (usedByOthers > 0) users.push(`${usedByOthers} of other tenants`)
  return [
    `this ${verb} delete the ${kind} ${text}${kind === 'tag' || tags.length === 0 ? '' : ` with ${tags.length} tags: ${tags.slice(0, 20).join(' ')}`}`,
    `${describeManifests(plan)}; ${formatBytes(freedBytes)} of storage freed, ${formatBytes(sharedBytes)} used elsewhere too`,
    ...(users.length > 0 ? [`used by ${users.join(', ')}`] : []),
  ].join('\n')
}

/** A tag goes alone: its image goes later, when nothing else holds it. */
function describeManifests({ kind, manifests }: DeletionView): string {
  const count = manifests === 1 ? 'one manifest' : `${manifests} manifests`
  if (kind !== 'tag') return count
  return manifests === 0
    ? 'what it points to stays, because something else holds it'
    : `nothing else holds ${manifests === 1 ? 'its image, which is' : `its ${count}, which are`} collected later`
}
