/** A query as a client sends it: id 7, recursion desired. */
export function question(name: string, type: number): Uint8Array {
  const labels = name === '' ? [] : name.split('.')
  const encoded = labels.flatMap((label) => {
    const bytes = Buffer.from(label, 'latin1')
    return [Buffer.from([bytes.length]), bytes]
  })
  const tail = Buffer.from([0, type >> 8, type & 255, 0, 1])
  return new Uint8Array(Buffer.concat([Buffer.from([0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...encoded, tail]))
}
