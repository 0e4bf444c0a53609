/**
 * JSON in which null is the same as absent (what Go writes for an empty list), and a whole number beyond 2^53 is a
 * bigint of its exact value. Error: SyntaxError.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, revive)
}

/** The third argument is the text of the value: TC39's JSON.parse source text access. */
function revive(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (value === null && !Array.isArray(this)) return undefined
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value
}
