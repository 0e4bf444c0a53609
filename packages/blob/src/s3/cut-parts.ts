import { partBytes } from './part-bytes.ts'

/** The same bytes in parts of the lengths that `partBytes` says; only the last one is shorter. */
export async function* cutParts(
  source: AsyncIterable<Uint8Array>,
  length: (number: number) => number = partBytes,
): AsyncGenerator<Uint8Array, undefined> {
  let gathered: Uint8Array[] = []
  let number = 1
  let missing = length(number)
  for await (let chunk of source) {
    while (chunk.length >= missing) {
      yield Buffer.concat([...gathered, chunk.subarray(0, missing)])
      chunk = chunk.subarray(missing)
      gathered = []
      missing = length(++number)
    }
    if (chunk.length === 0) continue
    gathered.push(chunk)
    missing -= chunk.length
  }
  if (gathered.length > 0) yield Buffer.concat(gathered)
  return undefined
}
