import { BerthError } from '@berth/core'
import { type FileChange, type FileEntry, type Folder, MAX_ENTRIES } from '@berth/protocol'
import { ASK_CODES, type FileQuestion, parseFile, parseFolder, parseWritten } from '@berth/runtime'
import { runSession, type SessionTools } from './run-session.ts'

/** In which container, and as whom; absent: its own user. */
export type Place = { readonly containerId: string; readonly user?: string | undefined }

const TIMEOUT_MS = 20_000
/** names and targets of links are at most so long together, before what is told is cut */
const FOLDER_BYTES = 4 * 1024 * 1024
const HEAD_BYTES = 128

export async function listFolder(tools: SessionTools, place: Place, path: string): Promise<Folder> {
  const output = await ask(
    tools,
    place,
    { kind: 'ask', act: 'list', path, most: MAX_ENTRIES },
    4 * FOLDER_BYTES,
  )
  const { entries, truncated } = parseFolder(output)
  const told = firstThatFit(entries)
  return { entries: told, truncated: truncated || told.length < entries.length }
}

export async function readFile(tools: SessionTools, place: Place, path: string, maxBytes: number) {
  const most = maxBytes + HEAD_BYTES
  const output = await ask(tools, place, { kind: 'ask', act: 'read', path, most: maxBytes }, most)
  const { content, mode, size, mtime } = parseFile(output)
  return { content: content.toString('base64'), mode: mode & 0o7777, size, mtime }
}

export async function writeFile(
  tools: SessionTools,
  place: Place,
  file: { readonly path: string; readonly content: string; readonly unlessChanged?: number | undefined },
): Promise<{ mtime: number }> {
  const { path, content, unlessChanged: mtime } = file
  const input = Buffer.from(content, 'base64')
  const question = { kind: 'ask', act: 'write', path, bytes: input.length, mtime } as const
  return { mtime: parseWritten(await ask(tools, place, question, HEAD_BYTES, input)) }
}

export async function changeFiles(tools: SessionTools, place: Place, change: FileChange): Promise<void> {
  await ask(tools, place, questionOf(change), HEAD_BYTES)
}

function questionOf(change: FileChange): FileQuestion {
  const { path } = change
  switch (change.kind) {
    case 'mkdir':
      return { kind: 'ask', act: 'makeFolder', path }
    case 'rename':
      return { kind: 'ask', act: 'rename', path, to: change.to }
    case 'remove':
      return { kind: 'ask', act: 'remove', path }
  }
}

async function ask(
  tools: SessionTools,
  { containerId, user }: Place,
  files: FileQuestion,
  most: number,
  input?: Uint8Array,
): Promise<Buffer> {
  const { exit, chunks } = await runSession(
    tools,
    { containerId, argv: [], env: {}, cwd: '/', files, ...(user === undefined ? {} : { user }) },
    { timeoutMs: TIMEOUT_MS, most: most + 1024, ...(input && { input }) },
  )
  const of = (stream: 'out' | 'err') =>
    Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ data }) => data))
  if (exit?.code === 0) return of('out')
  throw failed(exit?.code ?? null, files, of('err').toString().trim())
}

function failed(code: number | null, { path }: FileQuestion, why: string): BerthError {
  const details = { path }
  switch (code) {
    case ASK_CODES.missing:
      return new BerthError('file.not_found', `${path}: no such file or folder`, { details })
    case ASK_CODES.there:
      return new BerthError('file.exists', `${path}: something is there already`, { details })
    case ASK_CODES.changed:
      return new BerthError('file.changed', `${path}: it was changed meanwhile`, { details })
    default:
      return new BerthError('file.refused', `${path}: ${why || 'it took too long'}`, { details })
  }
}

/** As many as a message has room for. */
function firstThatFit(entries: readonly FileEntry[]): FileEntry[] {
  let bytes = 0
  return entries.filter((entry) => {
    bytes += Buffer.byteLength(JSON.stringify(entry))
    return bytes <= FOLDER_BYTES
  })
}
