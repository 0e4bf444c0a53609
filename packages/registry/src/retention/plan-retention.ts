import type { Db } from '@berth/db'
import type { RetentionPreview, RetentionTagView } from '@berth/protocol'
import type { Viewer } from '../face/viewer.ts'
import { bytesOfManifests } from '../face/freed-bytes.ts'
import type { JudgedTag } from './judge-tags.ts'
import { pagesOf } from './pages-of.ts'
import { readFacts, type TenantFacts } from './read-facts.ts'
import type { ManifestFacts, RetentionRule } from './retention-facts.ts'
import { type Going, whatGoes } from './what-goes.ts'

/** A page has no use for more. */
const MOST_SHOWN = 1000

export type RetentionPlan = Going & {
  readonly facts: TenantFacts
  /** of the quota, that these images alone take */
  readonly bytes: number
}

/** What retention would do by these rules, some repositories at a time; deletes nothing. */
export async function* planRetention(
  db: Db,
  viewer: Viewer,
  { rules, now }: { rules: readonly RetentionRule[]; now: Date },
): AsyncGenerator<RetentionPlan> {
  for await (const page of pagesOf(db, viewer)) {
    const facts = await readFacts(db, page)
    const going = whatGoes({ ...facts, rules, now })
    yield { ...going, facts, bytes: await bytesOf(db, viewer.tenantId, facts, going.manifests) }
  }
}

/** What goes first, then what stays, as far as a page shows it. */
export async function previewOf(plans: AsyncIterable<RetentionPlan>): Promise<RetentionPreview> {
  const sum = { total: 0, going: 0, images: 0, bytes: 0 }
  const [goes, stays]: [JudgedTag[], JudgedTag[]] = [[], []]
  for await (const { tags, manifests, bytes } of plans) {
    const going = tags.filter(({ verdict }) => verdict.kind === 'goes')
    const staying = tags.filter(({ verdict }) => verdict.kind !== 'goes')
    goes.push(...going.slice(0, MOST_SHOWN - goes.length))
    stays.push(...staying.slice(0, MOST_SHOWN - stays.length))
    sum.total += tags.length
    sum.going += going.length
    sum.images += manifests.length
    sum.bytes += bytes
  }
  return { tags: [...goes, ...stays].slice(0, MOST_SHOWN).map(toView), ...sum }
}

function toView({ repository, tag, digest, pushedAt, verdict }: JudgedTag): RetentionTagView {
  return { repository, tag, digest, pushedAt, verdict: verdict.kind === 'goes' ? { kind: 'goes' } : verdict }
}

async function bytesOf(
  db: Db,
  tenantId: string,
  { repositories }: TenantFacts,
  manifests: readonly ManifestFacts[],
): Promise<number> {
  let bytes = 0
  for (const [name, group] of Map.groupBy(manifests, ({ repository }) => repository)) {
    const found = repositories.get(name)
    if (!found) continue
    const digests = group.map(({ digest }) => digest)
    bytes += (await bytesOfManifests(db, { id: found.id, tenantId }, digests)).quota
  }
  return bytes
}
