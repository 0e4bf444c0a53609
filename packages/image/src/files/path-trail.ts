/** Remembers which path an operation was for, long enough for a failure report to come back. */
export type PathTrail = {
  /** the next operation, with its path when it has one */
  add(path: string | undefined): void
  /** the path that operation `index` worked on; undefined when it is not remembered */
  at(index: number): string | undefined
}

/** More operations than fit into the job's buffer, the socket and Node's queue together. */
const KEPT = 100_000

export function createPathTrail(kept = KEPT): PathTrail {
  let marks: { index: number; path: string }[] = []
  let count = 0
  return {
    add(path) {
      if (path !== undefined) marks.push({ index: count, path })
      if (marks.length > 2 * kept) marks = marks.slice(kept)
      count += 1
    },
    at(index) {
      return marks.findLast((mark) => mark.index <= index)?.path
    },
  }
}
