/** A quarter of what control takes as one message: text grows when it is written as JSON. */
const PAGE_BYTES = 4 * 1024 * 1024

/** The same, in order, in pieces that each fit a message; none of nothing. */
export function inPages<T>(items: readonly T[], pageBytes = PAGE_BYTES): T[][] {
  const pages: T[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item))
    const page = pages.at(-1)
    if (page && bytes + size <= pageBytes) {
      page.push(item)
      bytes += size
    } else {
      pages.push([item])
      bytes = size
    }
  }
  return pages
}
