import { BerthError } from '@berth/core'

/** A client may ask for less than this, never for more: one answer is bounded. */
const MAX_PAGE = 1000

export type PageRequest = { readonly limit: number; readonly last: string }

/** `?n=&last=` of listings. Error: input.invalid when n is not a number. */
export function parsePage(query: URLSearchParams): PageRequest {
  const n = query.get('n')
  if (n !== null && !/^\d+$/.test(n)) throw new BerthError('input.invalid', `n is a number and not "${n}"`)
  return { limit: n === null ? MAX_PAGE : Math.min(Number(n), MAX_PAGE), last: query.get('last') ?? '' }
}

/** RFC 8288, relative so that it is right behind every proxy. */
export function nextPageLink(path: string, page: PageRequest, last: string): string {
  return `<${path}?${new URLSearchParams({ n: String(page.limit), last })}>; rel="next"`
}
