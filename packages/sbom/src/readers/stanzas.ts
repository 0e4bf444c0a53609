/** Blocks of `Key: value` lines with an empty line between them; lines that go on with a space are left out. */
export function* stanzas(text: string): Generator<ReadonlyMap<string, string>> {
  for (const block of text.split(/\r?\n(?:[ \t]*\r?\n)+/)) yield fieldsOf(block)
}

/** The header of a message: ends with the first empty line. */
export function headerOf(text: string): ReadonlyMap<string, string> {
  return fieldsOf(text.split(/\r?\n[ \t]*\r?\n/, 1)[0] ?? '')
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t')) continue
    const key = line.slice(0, colon)
    if (!fields.has(key)) fields.set(key, line.slice(colon + 1).trim())
  }
  return fields
}
