import type { LinuxConfig } from '@berth/oci'
import { DEFAULT_DEVICES, DEV_LINKS } from '../container-defaults.ts'
import type { Operation, Plan } from '../operation.ts'
import { hostId, type IdMappings } from './id-maps.ts'
import type { Ledger } from './ledger.ts'
import { MS, NO_ATTRIBUTES } from './mount-options.ts'

type Device = NonNullable<LinuxConfig['devices']>[number]

/** sys/stat.h */
const KIND: Readonly<Record<Device['type'], number>> = { c: 0o020000, u: 0o020000, b: 0o060000, p: 0o010000 }
const USUAL_MODE = 0o666
const NOSUID_NOEXEC = 0x2n | 0x8n

/**
 * The devices of every container, and those that it asks for. In a user namespace a node that is made there opens
 * nothing: it is made by the host, and mounted.
 */
export function deviceOperations(
  devices: readonly Device[],
  { ledger, ids, ownUsers }: { ledger: Ledger; ids: IdMappings | undefined; ownUsers: boolean },
): Plan {
  const asked = devices.map(({ path }) => path)
  const all = [...DEFAULT_DEVICES.filter(({ path }) => !asked.includes(path)), ...devices]
  const links = Object.entries(DEV_LINKS).map(
    ([path, target]): Operation => ({ op: 'symlink', target, path }),
  )
  return [
    ...all.map((device) => (ownUsers && device.type !== 'p' ? mounted(device, ledger, ids) : made(device))),
    ...links,
  ]
}

function made(device: Device): Operation {
  return {
    op: 'makeDevice',
    path: device.path,
    ...nodeOf(device),
    uid: device.uid ?? 0,
    gid: device.gid ?? 0,
  }
}

function mounted(device: Device, ledger: Ledger, ids: IdMappings | undefined): Operation {
  const tree = ledger.device({
    ...nodeOf(device),
    // an id that is not mapped has no owner inside, as everything else of the host
    uid: hostId(ids?.uids ?? [], device.uid ?? 0) ?? 0,
    gid: hostId(ids?.gids ?? [], device.gid ?? 0) ?? 0,
  })
  return {
    op: 'attachTree',
    tree,
    destination: device.path,
    ...NO_ATTRIBUTES,
    set: NOSUID_NOEXEC,
    propagation: MS.private,
  }
}

function nodeOf({ type, fileMode, major, minor }: Device) {
  const permissions = (fileMode ?? USUAL_MODE) & 0o7777
  return { mode: KIND[type] | permissions, major: major ?? 0, minor: minor ?? 0 }
}
