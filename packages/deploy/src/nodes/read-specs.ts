import type { Db } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import type { Log, SecretBox } from '../ports.ts'
import type { LabParts } from '../sandboxes/lab-parts.ts'
import { readSandboxSpecs } from '../sandboxes/read-sandbox-specs.ts'
import { sandboxSpec, type SandboxSpecRow } from '../sandboxes/sandbox-spec.ts'
import type { Shelf } from '../scheduler/create-shelf.ts'
import { openRelease } from '../secrets/open-release.ts'
import { containerSpec, SPEC_INCLUDE, type SpecRow } from './container-spec.ts'
import type { NodeSession } from './node-session.ts'

type ReadOptions = {
  readonly db: Pick<Db, 'container' | 'secretVersion' | '$prepared'>
  readonly secrets: SecretBox
  readonly labs: Shelf<LabParts>
  readonly log: Log
}

/** As much as fits a message; `left`: ids of those that did not, to be asked for again. `untold`: of those that stay as they are. */
export type SpecPage = {
  readonly containers: ContainerSpec[]
  readonly left?: string[]
  readonly untold: string[]
}

/** Bytes of a page, which one specification more may exceed: a quarter of what an agent takes as one message. */
const PAGE_BYTES = 4 * 1024 * 1024

/** Rows that are in memory at once, each with a whole release. */
const ROWS_AT_ONCE = 20

/** Specifications of the node's own containers; ids that are not its own are left out. Without ids: of all. */
export async function readSpecs(
  options: ReadOptions,
  session: NodeSession,
  ids?: readonly string[],
): Promise<SpecPage> {
  const left = ids ? [...new Set(ids)].toSorted() : await ownIds(options, session)
  const containers: ContainerSpec[] = []
  const untold: string[] = []
  let bytes = 0
  while (left.length > 0) {
    for (const [id, spec] of await specsOf(options, session, left.slice(0, ROWS_AT_ONCE))) {
      if (bytes >= PAGE_BYTES) return { containers, left, untold }
      left.splice(left.indexOf(id), 1)
      if (spec === 'gone') continue
      if (spec === 'sealed') {
        untold.push(id)
        continue
      }
      containers.push(spec)
      bytes += Buffer.byteLength(JSON.stringify(spec))
    }
  }
  return { containers, untold }
}

async function ownIds({ db }: ReadOptions, { nodeId }: NodeSession): Promise<string[]> {
  const found = await db.container.findMany({
    where: { nodeId },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return found.map(({ id }) => id)
}

/** What does not open is not told, which is no reason to take it from its node. */
type Told = ContainerSpec | 'gone' | 'sealed'

type ById = ReadonlyMap<string, ContainerSpec | 'sealed'>

/** One for each id, in their order. */
async function specsOf(
  options: ReadOptions,
  { nodeId }: NodeSession,
  ids: readonly string[],
): Promise<(readonly [string, Told])[]> {
  const sandboxed = await sandboxSpecsOf(options, nodeId, ids)
  const left = ids.filter((id) => !sandboxed.has(id))
  const others: ById = left.length > 0 ? await otherSpecsOf(options, nodeId, left) : new Map()
  return ids.map((id) => [id, sandboxed.get(id) ?? others.get(id) ?? 'gone'] as const)
}

async function sandboxSpecsOf(options: ReadOptions, nodeId: string, ids: readonly string[]): Promise<ById> {
  const rows = await readSandboxSpecs(options.db, nodeId, ids)
  const labs = await options.labs(rows.map(({ versionId }) => versionId))
  return new Map(rows.map((row) => [row.id, sandboxSpecOf(row, labs, options)]))
}

async function otherSpecsOf(options: ReadOptions, nodeId: string, ids: readonly string[]): Promise<ById> {
  const where = { nodeId, id: { in: [...ids] }, sandboxId: null }
  const rows = await options.db.container.findMany({ where, include: SPEC_INCLUDE })
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await specOf(row, options)] as const)))
}

/** A lab that cannot be read must not keep the node's other containers from being told. */
function sandboxSpecOf(
  row: SandboxSpecRow,
  labs: ReadonlyMap<string, LabParts>,
  { log }: ReadOptions,
): ContainerSpec | 'sealed' {
  const lab = labs.get(row.versionId)
  const spec = lab && sandboxSpec(row, lab)
  if (spec) return spec
  log.error({ containerId: row.id, versionId: row.versionId }, 'the lab of a container cannot be read')
  return 'sealed'
}

/** Secrets that do not open must not keep the node's other containers from being told. */
async function specOf(row: SpecRow, { db, secrets, log }: ReadOptions): Promise<ContainerSpec | 'sealed'> {
  if (row.desired !== 'running') return containerSpec(row, null)
  try {
    return containerSpec(row, await openRelease({ tx: db, secrets }, row.tenantId, row.release))
  } catch (error) {
    log.error({ err: error, containerId: row.id }, 'the environment or a secret of a container does not open')
    return 'sealed'
  }
}
