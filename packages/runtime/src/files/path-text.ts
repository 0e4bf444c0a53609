/**
 * Paths of a container as text, and back to the same bytes: what is no UTF-8 is written as U+DC80 to U+DCFF, which no
 * UTF-8 is (as Python's PEP 383 has it).
 */
export function pathText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes)
  const text = buffer.toString()
  if (Buffer.from(text).equals(buffer)) return text
  let result = ''
  for (let at = 0; at < buffer.length; ) {
    const [character, length] = characterAt(buffer, at)
    result += character
    at += length
  }
  return result
}

export function pathBytes(text: string): Buffer {
  return Buffer.concat(Array.from(text, bytesOf))
}

function characterAt(buffer: Buffer, at: number): readonly [string, number] {
  for (let length = 1; length <= 4; length++) {
    const part = buffer.subarray(at, at + length)
    const text = part.toString()
    if (Array.from(text).length === 1 && Buffer.from(text).equals(part)) return [text, length]
  }
  return [String.fromCharCode(0xdc00 + (buffer[at] ?? 0)), 1]
}

function bytesOf(character: string): Buffer {
  const code = character.codePointAt(0) ?? 0
  return code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(character)
}
