/** A byte string holds one byte per character (latin1): names in an archive are bytes, and need not be UTF-8. */
export function byteString(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

/** A byte string for people: as UTF-8, without control characters, at most 200 characters. */
export function showPath(path: string): string {
  const text = bytesOf(path)
    .toString('utf8')
    .replaceAll(/\p{Cc}/gu, '?')
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
