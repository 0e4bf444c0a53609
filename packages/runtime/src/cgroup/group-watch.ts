/** Something of a control group that the kernel tells of. */
export type GroupWatch = {
  /** when every event from here on is told */
  readonly ready: Promise<void>
  close(): void
}
