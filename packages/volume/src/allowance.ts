const MIB = 1024 ** 2

/** What mounting and the first files of a start need: without it a full container could not be started and cleaned. */
const START_ROOM = 4 * MIB
const MOST_ROOM = 64 * MIB

/** The limit to set before a start, in bytes: what was agreed, and a little more for what is full. */
export function allowance({ used, agreed }: { used: number; agreed: number }): number {
  if (used + START_ROOM <= agreed) return agreed
  return Math.min(used + START_ROOM, agreed + MOST_ROOM)
}
