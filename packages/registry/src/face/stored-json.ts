/** A manifest's content: it was checked when it was pushed. */
export function storedJson(content: Uint8Array): unknown {
  return JSON.parse(Buffer.from(content).toString('utf8'))
}
