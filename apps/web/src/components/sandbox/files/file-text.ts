/** The text of a file, null when it is none: then it is not shown, and not spoilt by a save. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null // what is not UTF-8 is no text to us
  }
}

/** An editor's lines end by LF; here they end as those of the file do, where all of these end by CR and LF. */
export function withLineEnds(text: string, file: string): string {
  const isCrLf = file.includes('\r\n') && !/(^|[^\r])\n/.test(file)
  return isCrLf ? toLf(text).replaceAll('\n', '\r\n') : text
}

export function toLf(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}
