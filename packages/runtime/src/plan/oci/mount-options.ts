/** MOUNT_ATTR_* of linux/mount.h */
const RDONLY = 0x1n
const NOSUID = 0x2n
const NODEV = 0x4n
const NOEXEC = 0x8n
const NOATIME = 0x10n
const STRICTATIME = 0x20n
const ATIME = 0x70n
const NODIRATIME = 0x80n
const NOSYMFOLLOW = 0x20_0000n

type Change = { readonly set: bigint; readonly clear: bigint }

const sets = (bit: bigint): Change => ({ set: bit, clear: 0n })
const clears = (bit: bigint): Change => ({ set: 0n, clear: bit })
/** access times are one field of which a value is chosen: all of it is cleared first */
const chooses = (value: bigint): Change => ({ set: value, clear: ATIME })

/** Options that change a mount; with `r` before them they change all that is mounted below as well. */
const ATTRIBUTES: Readonly<Record<string, Change>> = {
  ro: sets(RDONLY),
  rw: clears(RDONLY),
  nosuid: sets(NOSUID),
  suid: clears(NOSUID),
  nodev: sets(NODEV),
  dev: clears(NODEV),
  noexec: sets(NOEXEC),
  exec: clears(NOEXEC),
  nodiratime: sets(NODIRATIME),
  diratime: clears(NODIRATIME),
  nosymfollow: sets(NOSYMFOLLOW),
  symfollow: clears(NOSYMFOLLOW),
  noatime: chooses(NOATIME),
  strictatime: chooses(STRICTATIME),
  relatime: chooses(0n),
  // each takes back one of the three, and leaves the usual way
  atime: chooses(0n),
  nostrictatime: chooses(0n),
  norelatime: chooses(STRICTATIME),
}

/** MS_* of linux/mount.h */
export const MS = {
  unbindable: 1 << 17,
  private: 1 << 18,
  slave: 1 << 19,
  shared: 1 << 20,
  recursive: 1 << 14,
} as const

const PROPAGATION: Readonly<Record<string, number>> = {
  private: MS.private,
  slave: MS.slave,
  shared: MS.shared,
  unbindable: MS.unbindable,
}

/** Options of the file system itself, which every file system knows. */
const SUPERBLOCK = ['sync', 'async', 'dirsync', 'lazytime', 'nolazytime', 'mand', 'nomand'] as const

/** What is the usual way anyway, or says how the kernel should talk about it. */
const WITHOUT_EFFECT = ['defaults', 'loud', 'silent', 'iversion', 'noiversion'] as const

const KINDS = ['bind', 'rbind', 'remount', 'tmpcopyup', 'idmap', 'ridmap'] as const

/** Every option that is understood here, and not handed to the file system. */
export const MOUNT_OPTIONS: readonly string[] = [
  ...Object.keys(ATTRIBUTES),
  ...Object.keys(ATTRIBUTES).map((name) => `r${name}`),
  ...Object.keys(PROPAGATION),
  ...Object.keys(PROPAGATION).map((name) => `r${name}`),
  ...SUPERBLOCK,
  ...WITHOUT_EFFECT,
  ...KINDS,
].sort()

export type MountOptions = {
  readonly bind: 'no' | 'one' | 'all'
  readonly remount: boolean
  readonly copyUp: boolean
  readonly idMap: 'no' | 'one' | 'all'
  readonly attributes: MountAttributes
  /** what fsconfig(2) is given */
  readonly data: readonly string[]
}

/** As the operations on mounts take them. `propagation` and `propagationAll` are 0 when none was named. */
export type MountAttributes = {
  readonly set: bigint
  readonly clear: bigint
  readonly setAll: bigint
  readonly clearAll: bigint
  readonly propagation: number
  readonly propagationAll: number
}

export const NO_ATTRIBUTES: MountAttributes = {
  set: 0n,
  clear: 0n,
  setAll: 0n,
  clearAll: 0n,
  propagation: 0,
  propagationAll: 0,
}

const NO_OPTIONS: MountOptions = {
  bind: 'no',
  remount: false,
  copyUp: false,
  idMap: 'no',
  attributes: NO_ATTRIBUTES,
  data: [],
}

/** runtime-spec config.md, "Linux mount options"; of two that contradict each other the later one holds. */
export function parseMountOptions(options: readonly string[]): MountOptions {
  return options.reduce(addOption, NO_OPTIONS)
}

function addOption(options: MountOptions, option: string): MountOptions {
  const { attributes } = options
  const change = (added: Partial<MountAttributes>) => ({
    ...options,
    attributes: { ...attributes, ...added },
  })
  const one = ATTRIBUTES[option]
  if (one) return change(merge(attributes, one))
  const propagation = PROPAGATION[option]
  if (propagation !== undefined) return change({ propagation })
  const recursive = option.startsWith('r') ? option.slice(1) : ''
  const all = ATTRIBUTES[recursive]
  if (all) return change(mergeAll(attributes, all))
  const propagationAll = PROPAGATION[recursive]
  if (propagationAll !== undefined) return change({ propagationAll })
  return addKind(options, option)
}

function addKind(options: MountOptions, option: string): MountOptions {
  switch (option) {
    case 'bind':
      return { ...options, bind: options.bind === 'all' ? 'all' : 'one' }
    case 'rbind':
      return { ...options, bind: 'all' }
    case 'remount':
      return { ...options, remount: true }
    case 'tmpcopyup':
      return { ...options, copyUp: true }
    case 'idmap':
      return { ...options, idMap: 'one' }
    case 'ridmap':
      return { ...options, idMap: 'all' }
    default:
      if ((WITHOUT_EFFECT as readonly string[]).includes(option)) return options
      return { ...options, data: [...options.data, option] }
  }
}

function merge(before: Pick<MountAttributes, 'set' | 'clear'>, { set, clear }: Change) {
  return { set: (before.set & ~clear) | set, clear: (before.clear & ~set) | clear }
}

function mergeAll({ setAll, clearAll }: MountAttributes, change: Change) {
  const merged = merge({ set: setAll, clear: clearAll }, change)
  return { setAll: merged.set, clearAll: merged.clear }
}
