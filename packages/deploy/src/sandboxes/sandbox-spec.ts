import type { Container } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import { desiredStateOf } from '../rows.ts'
import type { LabParts } from './lab-parts.ts'

/** What the specification of a sandbox's container is made of, beside its lab. */
export type SandboxSpecRow = Pick<
  Container,
  'id' | 'generation' | 'desired' | 'process' | 'instance' | 'restartNonce' | 'network' | 'layerOf'
> & {
  readonly sandboxId: string
  readonly versionId: string
  readonly throttledAt: Date | null
  /** its name */
  readonly lab: string
  readonly tenant: { readonly id: string; readonly name: string }
  /** its number */
  readonly release: number
  readonly repository: string
  readonly digest: string
  /** files of this try on this node */
  readonly home: {
    readonly id: string
    readonly bytes: number
    readonly made: boolean
    readonly copyOf: string | null
  } | null
}

/** Nobody waits for what a shell does when it is told to end. */
const STOP_TIMEOUT_MS = 2_000

/** Of its usual cpu so much is left to a sandbox that is held back. */
const HELD_BACK = 0.5

/**
 * To its node a sandbox is a project of its own, with one range of ids. `network` names it there: it stays what it was
 * when a spare one gets an owner, so that nothing of it is started anew.
 * Undefined: its lab has no such container.
 */
export function sandboxSpec(row: SandboxSpecRow, lab: LabParts): ContainerSpec | undefined {
  const container = lab.containers.find(({ name }) => name === row.process)
  if (!container) return undefined
  const { burst, ...limits } = container.limits
  const held = row.throttledAt !== null
  const network = row.network ?? row.sandboxId
  return {
    id: row.id,
    generation: row.generation,
    desired: desiredStateOf(row),
    tenant: row.tenant,
    project: { id: network, name: row.lab },
    app: { id: network, name: row.process },
    process: row.process,
    instance: row.instance,
    release: row.release,
    image: { repository: row.repository, digest: row.digest },
    ...programOf(container.command),
    env: container.env,
    limits: { ...limits, cpu: held ? limits.cpu * HELD_BACK : limits.cpu },
    ...(!held && burst > limits.cpu && { burst }),
    restart: { policy: 'always' },
    restartNonce: row.restartNonce,
    health: { kind: 'none' },
    stop: { timeoutMs: STOP_TIMEOUT_MS },
    volumes: homeOf(row, lab),
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
  { process, home: mine }: SandboxSpecRow,
  { home }: Pick<LabParts, 'home'>,
): ContainerSpec['volumes'] {
  if (home?.container !== process || mine === null) return []
  const { id, bytes, made, copyOf } = mine
  const from = copyOf === null ? {} : { from: copyOf }
  return [{ id, path: home.path, readOnly: false, bytes, made, ...from }]
}
