import type { SparseMap } from './sparse-map.ts'

type Handlers = { data(bytes: Buffer): void; hole(size: number): void }

/** Takes a file's stored bytes in pieces of any size, and tells its data and holes in their order. */
export function createSparseFeed({ segments, realSize }: SparseMap, handlers: Handlers) {
  let index = 0
  let within = 0
  let at = 0

  const skipTo = (offset: number) => {
    if (offset > at) handlers.hole(offset - at)
    at = offset
  }

  return {
    data(bytes: Buffer): void {
      let rest = bytes
      for (let segment = segments[index]; segment && rest.length > 0; segment = segments[index]) {
        skipTo(segment.offset + within)
        const part = rest.subarray(0, segment.size - within)
        handlers.data(part)
        at += part.length
        within += part.length
        rest = rest.subarray(part.length)
        if (within < segment.size) continue
        index += 1
        within = 0
      }
    },
    end(): void {
      skipTo(realSize)
    },
  }
}
