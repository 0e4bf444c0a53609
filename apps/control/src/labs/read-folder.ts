import { BerthError } from '@berth/core'
import { createTarReader } from '@berth/image/tar'

/** Of a lab's folder; what is more is no lab, and is refused before it is all read. */
const MOST = { files: 200, bytes: 2 * 1024 ** 2 }

/** The text files of an archive, by path: pictures and other bytes are left out, links are no files. Error: input.invalid. */
export async function readFolder(content: AsyncIterable<Buffer>): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  let left = MOST.bytes
  let path: string | undefined
  let pieces: Buffer[] = []
  const reader = createTarReader({
    entry({ type, name, size }) {
      path = type === 'file' ? Buffer.from(name, 'latin1').toString('utf8').replace(/^\.\//, '') : undefined
      pieces = []
      if (path === undefined) return
      left -= size
      if (left < 0 || Object.keys(files).length >= MOST.files) throw tooLarge()
    },
    data(bytes) {
      if (path !== undefined) pieces.push(Buffer.from(bytes))
    },
    entryEnd() {
      const text = path === undefined ? undefined : textOf(Buffer.concat(pieces))
      if (path !== undefined && text !== undefined) files[path] = text
      path = undefined
    },
  })
  for await (const bytes of content) reader.push(bytes)
  reader.finish()
  return files
}

function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined // it is no text
  }
}

function tooLarge(): BerthError {
  return new BerthError(
    'input.invalid',
    `a lab has at most ${MOST.files} files of ${MOST.bytes / 1024 ** 2} MiB together: say which folder of the repository it is`,
  )
}
