/** The same chunks, each shown to `see` on its way. */
export async function* watched(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk)
    yield chunk
  }
}
