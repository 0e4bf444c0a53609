import { type AllowedHosts, createAllowedHosts, type Lookup } from './allowed-hosts.ts'
import type { AttachmentRecord } from './attachment-record.ts'
import { hostsOf } from './egress.ts'
import type { HostCommands } from './host-commands.ts'
import { addElements, allowedElements, deleteElements } from './nft-elements.ts'

/**
 * Which addresses outside each container may reach, where only some hosts are allowed: those that the resolver answers
 * with. Names and rules follow from the same look-up, so that what is answered is let through.
 */
export type Allowances = Pick<AllowedHosts, 'addressesOf' | 'close'> & {
  /** Waits a moment for addresses of hosts that nobody was allowed before. */
  lookUp(): Promise<void>
  /** Puts the rules of one container where its hosts are now. */
  renew(record: AttachmentRecord): Promise<void>
  forget(record: AttachmentRecord): Promise<void>
}

type Target = { readonly address: number; readonly port: number }

export function createAllowances(options: {
  readonly instance: string
  readonly commands: HostCommands
  readonly lookup: Lookup | undefined
  readonly records: () => readonly AttachmentRecord[]
  /** some host has other addresses: what depends on them is to be renewed */
  readonly onChange: () => void
}): Allowances {
  const { instance, commands, lookup, onChange } = options
  const hosts = createAllowedHosts({ onChange, ...(lookup && { lookup }) })
  /** what the rules of each container let through now */
  const granted = new Map<string, readonly Target[]>()

  return {
    addressesOf: (host) => hosts.addressesOf(host),
    lookUp() {
      const wanted = options.records().flatMap(({ egress }) => hostsOf(egress))
      return hosts.want(new Set(wanted.map(({ host }) => host)))
    },
    renew: (record) => grant(record, targetsOf(record)),
    async forget(record) {
      await grant(record, [])
      granted.delete(record.containerId)
    },
    close: () => hosts.close(),
  }

  async function grant(
    { containerId, address }: AttachmentRecord,
    targets: readonly Target[],
  ): Promise<void> {
    const before = granted.get(containerId) ?? []
    const added = allowedElements(address, targets.filter(isNotIn(before)))
    const removed = allowedElements(address, before.filter(isNotIn(targets)))
    granted.set(containerId, targets)
    if (added.length + removed.length === 0) return
    await commands.nft(`${addElements(instance, added)}\n${deleteElements(instance, removed)}`)
  }

  function targetsOf({ egress }: AttachmentRecord): readonly Target[] {
    const all = hostsOf(egress).flatMap(({ host, ports }) =>
      hosts.addressesOf(host).flatMap((address) => ports.map((port) => ({ address, port }))),
    )
    return [...new Map(all.map((target) => [keyOf(target), target])).values()]
  }
}

function isNotIn(others: readonly Target[]): (target: Target) => boolean {
  const keys = new Set(others.map(keyOf))
  return (target) => !keys.has(keyOf(target))
}

function keyOf({ address, port }: Target): string {
  return `${address}:${port}`
}
