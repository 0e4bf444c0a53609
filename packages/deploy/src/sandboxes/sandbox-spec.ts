import { BerthError } from '@berth/core'
import type { Prisma } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import { desiredStateOf } from '../rows.ts'
import { labPartsOf } from './lab-parts.ts'

/** What the specification of a sandbox's container is made of. */
export const SANDBOX_SPEC = {
  select: {
    id: true,
    attempt: true,
    throttledAt: true,
    version: { select: { spec: true } },
    lab: { select: { name: true } },
    homes: {
      where: { deletedAt: null },
      select: { id: true, attempt: true, bytes: true, made: true, nodeId: true, copyOf: true },
    },
  },
} satisfies Prisma.Container$sandboxArgs

type SandboxPart = Prisma.SandboxGetPayload<typeof SANDBOX_SPEC>

type Row = Prisma.ContainerGetPayload<{ include: { release: true } }> & {
  readonly app: { readonly tenant: { readonly id: string; readonly name: string } }
  readonly sandbox: SandboxPart | null
}

/** Nobody waits for what a shell does when it is told to end. */
const STOP_TIMEOUT_MS = 2_000

/** Of its usual cpu so much is left to a sandbox that is held back. */
const HELD_BACK = 0.5

/**
 * To its node a sandbox is a project of its own, with one range of ids. `network` names it there: it stays what it was
 * when a spare one gets an owner, so that nothing of it is started anew.
 */
export function sandboxSpec(row: Row, sandbox: SandboxPart): ContainerSpec {
  const lab = labPartsOf(sandbox.version.spec)
  const container = lab.containers.find(({ name }) => name === row.process)
  if (!container) throw new BerthError('container.not_found', `lab ${sandbox.lab.name} has no ${row.process}`)
  const { burst, ...limits } = container.limits
  const held = sandbox.throttledAt !== null
  const network = row.network ?? sandbox.id
  return {
    id: row.id,
    generation: row.generation,
    desired: desiredStateOf(row),
    tenant: row.app.tenant,
    project: { id: network, name: sandbox.lab.name },
    app: { id: network, name: row.process },
    process: row.process,
    instance: row.instance,
    release: row.release.number,
    image: { repository: row.release.repository, digest: row.release.digest },
    ...programOf(container.command),
    env: container.env,
    limits: { ...limits, cpu: held ? limits.cpu * HELD_BACK : limits.cpu },
    ...(!held && burst > limits.cpu && { burst }),
    restart: { policy: 'always' },
    restartNonce: row.restartNonce,
    health: { kind: 'none' },
    stop: { timeoutMs: STOP_TIMEOUT_MS },
    volumes: homeOf(row, sandbox, lab.home),
    egress: lab.egress,
    connections: lab.limits.connections,
    bandwidth: lab.limits.bandwidth,
    ...(row.layerOf !== null && { layerOf: row.layerOf }),
    keepSessions: true,
    names: [row.process],
  }
}

/** Nothing, what the image says, or these words. */
function programOf(command: readonly string[] | null): Pick<ContainerSpec, 'command' | 'idle'> {
  if (command === null) return { idle: true }
  return command.length === 0 ? {} : { command: [...command] }
}

function homeOf(
  row: Row,
  { homes }: SandboxPart,
  home: { readonly container: string; readonly path: string } | null,
): ContainerSpec['volumes'] {
  if (home?.container !== row.process) return []
  const mine = homes.find(({ attempt, nodeId }) => attempt === row.attempt && nodeId === row.nodeId)
  if (!mine) return []
  const { id, bytes, made, copyOf } = mine
  const from = copyOf === null ? {} : { from: copyOf }
  return [{ id, path: home.path, readOnly: false, bytes: Number(bytes), made, ...from }]
}
