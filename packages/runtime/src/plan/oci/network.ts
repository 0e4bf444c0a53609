import type { LinuxConfig } from '@berth/oci'
import { NO_ID_MAP, type Operation, type Plan } from '../operation.ts'
import type { Namespaces } from './namespaces.ts'
import { contradiction } from './refuse.ts'

/**
 * Devices of the host that the container is given (config-linux.md, `netDevices`). What moves them is the host's root,
 * so the network is there before the clone, as one that is joined is. When it ends, the kernel gives those of hardware
 * back to the host. Error: input.invalid.
 */
export function networkOperations(
  { netDevices = {} }: LinuxConfig,
  namespaces: Namespaces,
  userSlot: number | undefined,
): Plan {
  const moves = Object.entries(netDevices).map(
    ([device, { name }]): Operation => ({ op: 'moveDevice', device, name: name || device }),
  )
  if (moves.length === 0) return []
  if (namespaces.of('network') === 'shared')
    throw contradiction(
      'linux.netDevices',
      'devices are moved only to a network namespace in linux.namespaces',
    )
  refuseSameNames(netDevices)
  const path = namespaces.pathOf('network') ?? ''
  return [
    { op: 'openNetwork', path, idMap: userSlot ?? NO_ID_MAP },
    ...moves,
    ...(path === '' ? [{ op: 'enterNetwork' } as const] : []),
  ]
}

function refuseSameNames(netDevices: NonNullable<LinuxConfig['netDevices']>): void {
  const taken = new Set<string>()
  for (const [device, { name }] of Object.entries(netDevices)) {
    const final = name || device
    if (taken.has(final))
      throw contradiction(`linux.netDevices.${device}.name`, `another device is called "${final}" as well`)
    taken.add(final)
  }
}
