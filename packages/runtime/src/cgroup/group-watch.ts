/** Something of a control group that the kernel tells of. */
export type GroupWatch = {
  /** when every event from here on is told */
  readonly ready: Promise<void>
  close(): void
}

/** Something that happens to groups, counted, told as it happens. */
export type CountEvents = {
  /** `tell`: how many in all. Ends by itself when the group goes. */
  watch(group: string, tell: (count: number) => void): GroupWatch
  close(): void
}
