import { openMember } from './zip-member.ts'
import { MOST_BYTES } from './pack-files.ts'
import { type PathedFile, type SourceFolder, treeOf } from './source-node.ts'
import { SourceProblem } from './source-problem.ts'

const END = 0x06054b50
const END_SIZE = 22
const CENTRAL = 0x02014b50
const MOST_COMMENT = 0xffff
const MOST_MEMBERS = 50_000

/**
 * The files of a .zip archive; an archive of one folder is that folder. Neither encrypted ones are read, nor those of
 * 4 GiB and more. Source: PKWARE APPNOTE 6.3.10. Error: SourceProblem.
 */
export async function readZip(archive: File): Promise<SourceFolder> {
  const files = await listMembers(archive)
  const [top = ''] = files[0]?.path ?? []
  const isOne = files.every(({ path }) => path.length > 1 && path[0] === top)
  const inside = isOne ? files.map(({ path, open }) => ({ path: path.slice(1), open })) : files
  return treeOf(archive.name, inside)
}

async function listMembers(archive: Blob): Promise<PathedFile[]> {
  const directory = await readDirectory(archive)
  const files: PathedFile[] = []
  let total = 0
  for (let at = 0; at < directory.byteLength; ) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== CENTRAL) throw bad()
    const [nameSize, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true))
    const next = at + 46 + (nameSize ?? 0) + (extra ?? 0) + (comment ?? 0)
    if (next > directory.byteLength) throw bad()
    const name = textAt(directory, at + 46, nameSize ?? 0)
    const member = {
      isEncrypted: (directory.getUint16(at + 8, true) & 1) === 1,
      method: directory.getUint16(at + 10, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      start: directory.getUint32(at + 42, true),
    }
    at = next
    if (name.endsWith('/')) continue
    total += member.size
    if (total > MOST_BYTES) throw new SourceProblem('tooLarge')
    if (files.length === MOST_MEMBERS) throw new SourceProblem('tooMany')
    files.push({ path: safePath(name), open: () => openMember(archive, member) })
  }
  return files
}

/** The table at the end, which names all members. */
async function readDirectory(archive: Blob): Promise<DataView> {
  const tail = archive.slice(Math.max(0, archive.size - END_SIZE - MOST_COMMENT))
  const view = new DataView(await tail.arrayBuffer())
  for (let at = view.byteLength - END_SIZE; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== END) continue
    const size = view.getUint32(at + 12, true)
    const start = view.getUint32(at + 16, true)
    if (size > MOST_BYTES || start + size > archive.size) throw bad()
    return new DataView(await archive.slice(start, start + size).arrayBuffer())
  }
  throw bad()
}

function textAt(view: DataView, at: number, size: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, size))
}

/** A name must not lead out of the archive. */
function safePath(name: string): string[] {
  const path = name.split('/')
  const isUnsafe = (part: string) => part === '' || part === '.' || part === '..'
  if (path.some(isUnsafe) || name.includes('\\') || name.includes('\0')) throw new SourceProblem('badPath')
  return path
}

function bad(): SourceProblem {
  return new SourceProblem('badZip')
}
