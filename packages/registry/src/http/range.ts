/** Both ends included, as in HTTP. */
export type ByteRange = { readonly start: number; readonly end: number }

export type RangeRequest =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' }

/**
 * RFC 9110 14.2, for one range; several at once, other units and what is not a range are answered with the whole. One
 * that ends before it begins is unsatisfiable, as the conformance tests of the distribution-spec want it.
 */
export function parseRange(header: string | undefined, size: number): RangeRequest {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match) return { kind: 'whole' }
  const [, first = '', last = ''] = match
  if (first === '') return suffix(last, size)
  const start = Number(first)
  if (start >= size || (last !== '' && Number(last) < start)) return { kind: 'unsatisfiable' }
  return { kind: 'part', range: { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) } }
}

function suffix(last: string, size: number): RangeRequest {
  if (last === '') return { kind: 'whole' }
  const length = Math.min(Number(last), size)
  return length === 0
    ? { kind: 'unsatisfiable' }
    : { kind: 'part', range: { start: size - length, end: size - 1 } }
}

/** `0-1023`, as a chunk of an upload says it (distribution-spec, "Pushing a blob in chunks"); undefined when it is wrong. */
export function parseContentRange(header: string): ByteRange | undefined {
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d+|\*))?$/.exec(header.trim())
  if (!match) return undefined
  const [start, end] = [Number(match[1]), Number(match[2])]
  return end >= start ? { start, end } : undefined
}
