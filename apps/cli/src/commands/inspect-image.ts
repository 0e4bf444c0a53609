import { BerthError, formatBytes } from '@berth/core'
import { candidateReferences, type ImageReference } from '@berth/oci'
import type { TagView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { explainError } from '../session/explain-error.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** `sha256:` and twelve digits, as docker shows it; `--json` has all of them. */
const SHORT_DIGEST = 19

/** The tags of a repository, or the one that is named, by the same references that `deploy` takes. */
export async function inspectImage(text: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const candidates = candidateReferences(text, { tenant, host: new URL(session.url).host })
  const list = await firstFound(session, { tenant, text, candidates })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['TAG', 'DIGEST', 'PLATFORMS', 'SIZE', 'PUSHED'],
      ...list.map((found) => [
        found.tag,
        found.digest.slice(0, SHORT_DIGEST),
        found.platforms.join(' ') || '-',
        formatBytes(found.bytes),
        sayWhen(found.pushedAt),
      ]),
    ]),
  )
  const [first] = list
  if (first) say(`pull with: docker pull ${first.pull}`)
}

/** Of the first candidate that is there. Errors, about the first: registry.name_unknown, image.not_found. */
async function firstFound(
  session: Session,
  { tenant, text, candidates }: { tenant: string; text: string; candidates: readonly ImageReference[] },
): Promise<readonly TagView[]> {
  const refusals: unknown[] = []
  for (const reference of candidates) {
    try {
      const { repository } = reference
      const tags = await session.api.images.tags.query({ tenant, repository })
      return isExact(text) ? [theNamed(text, reference, tags)] : tags
    } catch (error) {
      const known = explainError(error)
      if (!(known instanceof BerthError) || known.kind !== 'not_found') throw error
      refusals.push(known)
    }
  }
  // that a repository lacks the tag says more than that another one is not there
  throw (
    refusals.find((known) => known instanceof BerthError && known.code === 'image.not_found') ?? refusals[0]
  )
}

/** A tag or a digest is named; the colon of a host's port stands before a slash. */
function isExact(text: string): boolean {
  return /:[^/]+$/.test(text)
}

function theNamed(text: string, { tag, digest }: ImageReference, tags: readonly TagView[]): TagView {
  const found = tags.find((one) => (digest === null ? one.tag === tag : one.digest === digest))
  if (found) return found
  const known = tags.map((one) => one.tag).join(', ') || 'none'
  throw new BerthError('image.not_found', `image ${text} not found (tags: ${known})`)
}
