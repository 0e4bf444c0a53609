import { SourceProblem } from './source-problem.ts'

/** What the table of an archive says of one file; sizes in bytes, `start` of its own header. */
export type ZipMember = {
  readonly isEncrypted: boolean
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly start: number
}

const LOCAL = 0x04034b50
const LOCAL_SIZE = 30
const STORED = 0
const DEFLATED = 8

/** A file of an archive: never more bytes than the table said. Error: SourceProblem. */
export async function openMember(archive: Blob, member: ZipMember): Promise<Blob> {
  const { isEncrypted, method, packed, size, start } = member
  if (isEncrypted || (method !== STORED && method !== DEFLATED)) throw new SourceProblem('badZip')
  const header = new DataView(await archive.slice(start, start + LOCAL_SIZE).arrayBuffer())
  if (header.byteLength < LOCAL_SIZE || header.getUint32(0, true) !== LOCAL) throw new SourceProblem('badZip')
  const from = start + LOCAL_SIZE + header.getUint16(26, true) + header.getUint16(28, true)
  const content = archive.slice(from, from + packed)
  if (method === DEFLATED) return inflate(content, size)
  if (content.size !== size) throw new SourceProblem('badZip')
  return content
}

async function inflate(content: Blob, size: number): Promise<Blob> {
  const parts: BlobPart[] = []
  let read = 0
  const reader = content.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new SourceProblem('badZip', cause)
    })
    if (done) break
    read += value.length
    // a bomb says less than it holds
    if (read > size) {
      await reader.cancel()
      throw new SourceProblem('badZip')
    }
    parts.push(value)
  }
  if (read !== size) throw new SourceProblem('badZip')
  return new Blob(parts)
}
