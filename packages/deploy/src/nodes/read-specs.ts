import type { Tx } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import type { Log, SecretBox } from '../ports.ts'
import { openRelease } from '../secrets/open-release.ts'
import { containerSpec, SPEC_INCLUDE, type SpecRow } from './container-spec.ts'
import type { NodeSession } from './node-session.ts'

type ReadOptions = {
  readonly tx: Pick<Tx, 'container' | 'secretVersion'>
  readonly secrets: SecretBox
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

async function ownIds({ tx }: ReadOptions, { nodeId }: NodeSession): Promise<string[]> {
  const found = await tx.container.findMany({
    where: { nodeId },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return found.map(({ id }) => id)
}

/** What does not open is not told, which is no reason to take it from its node. */
type Told = ContainerSpec | 'gone' | 'sealed'

/** One for each id, in their order. */
async function specsOf(
  options: ReadOptions,
  { nodeId }: NodeSession,
  ids: readonly string[],
): Promise<(readonly [string, Told])[]> {
  const rows = await options.tx.container.findMany({
    where: { nodeId, id: { in: [...ids] } },
    include: SPEC_INCLUDE,
  })
  const told = await Promise.all(rows.map(async (row) => [row.id, await specOf(row, options)] as const))
  const byId = new Map(told)
  return ids.map((id) => [id, byId.get(id) ?? 'gone'] as const)
}

/** Secrets that do not open must not keep the node's other containers from being told. */
async function specOf(row: SpecRow, { tx, secrets, log }: ReadOptions): Promise<ContainerSpec | 'sealed'> {
  if (row.desired !== 'running' || row.sandbox) return containerSpec(row, null)
  try {
    return containerSpec(row, await openRelease({ tx, secrets }, row.tenantId, row.release))
  } catch (error) {
    log.error({ err: error, containerId: row.id }, 'the environment or a secret of a container does not open')
    return 'sealed'
  }
}
