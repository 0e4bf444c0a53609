/** MOUNT_ATTR_* of linux/mount.h; options of these names are the mount's, all others are the file system's own. */
const ATTRIBUTES: Readonly<Record<string, bigint>> = {
  ro: 0x1n,
  nosuid: 0x2n,
  nodev: 0x4n,
  noexec: 0x8n,
  noatime: 0x10n,
  strictatime: 0x20n,
}

const BIND_WORDS = new Set(['bind', 'rbind', 'rw'])

/** `['ro', 'nosuid', 'mode=755']` → what mount_setattr(2) takes, and what fsconfig(2) takes. */
export function splitMountOptions(options: readonly string[]): {
  readonly attributes: bigint
  readonly own: readonly string[]
} {
  const attributes = options.reduce((mask, option) => mask | (ATTRIBUTES[option] ?? 0n), 0n)
  const own = options.filter((option) => ATTRIBUTES[option] === undefined && !BIND_WORDS.has(option))
  return { attributes, own }
}
