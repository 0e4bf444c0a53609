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

/** Specifications of the node's own containers; ids that are not its own are left out. Without ids: of all. */
export async function readSpecs(
  options: ReadOptions,
  session: NodeSession,
  ids?: readonly string[],
): Promise<ContainerSpec[]> {
  const rows = await options.tx.container.findMany({
    where: { nodeId: session.nodeId, ...(ids && { id: { in: [...ids] } }) },
    include: SPEC_INCLUDE,
  })
  const specs = await Promise.all(rows.map((row) => specOf(row, options)))
  return specs.filter((spec) => spec !== undefined)
}

/** Undefined when its secrets do not open: that must not keep the node's other containers from being told. */
async function specOf(row: SpecRow, { tx, secrets, log }: ReadOptions): Promise<ContainerSpec | undefined> {
  if (row.desired !== 'running') return containerSpec(row, null)
  try {
    return containerSpec(row, await openRelease({ tx, secrets }, row.tenantId, row.release))
  } catch (error) {
    log.error({ err: error, containerId: row.id }, 'the environment or a secret of a container does not open')
    return undefined
  }
}
