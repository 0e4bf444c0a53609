import type { DoorPort, ObservedState, SandboxState, SandboxWish } from '@berth/core'
import { portHost, portLock } from './port-address.ts'

/** What the door needs to know of a sandbox that somebody has. */
export type PortedSandbox = {
  readonly id: string
  readonly doorKey: string
  readonly doorTurn: number
  readonly state: SandboxState
  readonly wanted: SandboxWish
  readonly attempt: number
  readonly containers: readonly {
    /** name in its lab */
    readonly process: string
    readonly attempt: number
    readonly observed: ObservedState
    readonly address: string | null
  }[]
  readonly ports: readonly LabPort[]
}

export type LabPort = {
  readonly name: string
  readonly container: string
  readonly port: number
  readonly open: boolean
}

/** A port at the door, and whose it is. */
export type OwnedPort = DoorPort & { readonly sandboxId: string; readonly name: string }

/** Pure. It has a route as long as it is not forgotten, so that visitors are told why nothing answers. */
export function doorPorts(sandboxes: readonly PortedSandbox[], appsDomain: string): OwnedPort[] {
  return sandboxes
    .flatMap((sandbox) =>
      sandbox.ports.map((port) => ({
        sandboxId: sandbox.id,
        name: port.name,
        host: portHost(sandbox, port.name, appsDomain),
        to: wayTo(sandbox, port),
        lock: port.open ? null : portLock(sandbox, port.name),
        empty: emptyPage(sandbox),
      })),
    )
    .toSorted((a, b) => (a.host < b.host ? -1 : 1))
}

/** Closed as soon as it is to rest: its address may be another's when its container is gone. */
function wayTo({ state, wanted, attempt, containers }: PortedSandbox, port: LabPort): OwnedPort['to'] {
  if (state !== 'running' || wanted !== 'running') return null
  const container = containers.find((one) => one.process === port.container && one.attempt === attempt)
  if (container?.observed !== 'running' || container.address === null) return null
  return { address: container.address, port: port.port }
}

function emptyPage({ state, wanted }: PortedSandbox): OwnedPort['empty'] {
  if (state === 'ended' || wanted === 'ended') return 'lab-ended'
  if (wanted === 'frozen') return 'lab-frozen'
  return state === 'failed' || wanted !== 'running' ? 'lab-stopped' : 'lab-starting'
}
