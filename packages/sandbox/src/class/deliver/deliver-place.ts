import { BerthError } from '@berth/core'
import type { Db, Sandbox } from '@berth/db'
import type { LabContainer, LabSpec } from '@berth/lab'

/** What became of it. */
export type Delivered = {
  readonly state: 'done' | 'failed'
  readonly code?: number | null
  readonly output?: string
  readonly path?: string
  readonly mtime?: number
  readonly error?: string
}

export type DeliverPlace = {
  readonly sandbox: Sandbox
  readonly spec: LabSpec
  readonly lab: LabContainer
  readonly containerId: string
  readonly nodeId: string
}

/** Where the lab's files lie, or where a shell is, when no container is named. */
export async function placeOf(
  db: Db,
  sandbox: Sandbox,
  spec: LabSpec,
  wanted: string | null,
): Promise<DeliverPlace> {
  const name = wanted ?? spec.home?.container ?? spec.containers.find(({ terminal }) => terminal)?.name
  const lab = spec.containers.find((one) => one.name === name)
  if (!lab) throw new BerthError('input.invalid', `the lab has no container "${name ?? ''}"`)
  const row = await db.container.findFirst({
    where: { sandboxId: sandbox.id, attempt: sandbox.attempt, process: lab.name, desired: 'running' },
    select: { id: true, nodeId: true },
  })
  if (!row) throw new BerthError('sandbox.not_ready', `container ${lab.name} does not run`)
  return { sandbox, spec, lab, containerId: row.id, nodeId: row.nodeId }
}
