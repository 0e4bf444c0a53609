import type { Tx } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import type { Log, SecretBox } from '../ports.ts'
import { sealedEnv } from '../rows.ts'
import { containerSpec, SPEC_INCLUDE, type SpecRow } from './container-spec.ts'
import type { NodeSession } from './node-session.ts'

/** Specifications of the node's own containers; ids that are not its own are left out. Without ids: of all. */
export async function readSpecs(
  options: { readonly tx: Pick<Tx, 'container'>; readonly secrets: SecretBox; readonly log: Log },
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
async function specOf(
  row: SpecRow,
  { secrets, log }: { readonly secrets: SecretBox; readonly log: Log },
): Promise<ContainerSpec | undefined> {
  // what only has to stop needs no secrets
  if (row.desired !== 'running') return containerSpec(row, {})
  try {
    return containerSpec(row, await secrets.open(row.tenantId, sealedEnv(row.release)))
  } catch (error) {
    log.error({ err: error, containerId: row.id }, 'the environment of a container does not open')
    return undefined
  }
}
