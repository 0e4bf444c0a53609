/** One line of the books: bytes used, the limit or none, and the subvolume's path below the mount point. */
export type Qgroup = {
  readonly id: string
  readonly usedBytes: number
  readonly limitBytes: number | null
  /** undefined for a subvolume that is gone */
  readonly path: string | undefined
}

/** What `btrfs qgroup show -re --raw` printed: columns Qgroupid, Referenced, Exclusive, two limits, Path. */
export function parseQgroups(text: string): {
  readonly groups: readonly Qgroup[]
  /** held by all subvolumes, as the group 1/0 counts them; null when it is not there */
  readonly togetherBytes: number | null
  readonly inconsistent: boolean
} {
  const together = /^1\/0\s+(\d+)/m.exec(text)?.[1]
  const groups = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([id]) => id !== undefined && /^0\/\d+$/.test(id))
    .map(
      ([id = '', used, , limit, , path]): Qgroup => ({
        id,
        usedBytes: Number(used),
        limitBytes: limit === undefined || limit === 'none' ? null : Number(limit),
        path: path === undefined || path.startsWith('<') ? undefined : path,
      }),
    )
  return {
    groups,
    togetherBytes: together === undefined ? null : Number(together),
    inconsistent: /inconsistent/i.test(text),
  }
}
