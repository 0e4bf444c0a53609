import { posix } from 'node:path'
import { ASK, type Operation } from '../plan/operation.ts'
import { pathBytes, pathText } from './path-text.ts'

/** One thing that is asked about files, in place of a command. Its answer is its output, and its exit code. */
export type FileQuestion = { readonly kind: 'ask'; readonly path: string } & (
  | { readonly act: 'list'; readonly most: number }
  | { readonly act: 'read'; readonly most: number }
  /** so many bytes of its input; `mtime`: only when it has that time */
  | { readonly act: 'write'; readonly bytes: number; readonly mtime?: number | undefined }
  | { readonly act: 'makeFolder' }
  | { readonly act: 'rename'; readonly to: string }
  | { readonly act: 'remove' }
)

/** Exit codes; native/file-operations.c. Why it was refused stands on stderr. */
export const ASK_CODES = { missing: 10, changed: 11, refused: 12, there: 13 } as const

const ANY_TIME = 0xffff_ffff_ffff_ffffn

export function questionOperation(question: FileQuestion): Operation {
  const most = question.act === 'list' || question.act === 'read' ? question.most : 0
  const time = question.act === 'write' && question.mtime !== undefined ? question.mtime : undefined
  return {
    op: 'askFiles',
    act: ASK[question.act],
    path: pathOf(question.path),
    other: question.act === 'rename' ? pathOf(question.to) : Buffer.of(0),
    number: BigInt(question.act === 'write' ? question.bytes : most),
    time: time === undefined ? ANY_TIME : BigInt(Math.round(time * 1000)),
  }
}

export type Entry = {
  /** as `pathText` has it */
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly mode: number
  readonly size: number
  /** milliseconds */
  readonly mtime: number
  readonly target?: string
  readonly leadsToFolder?: boolean
}

/** What `list` printed. */
export function parseFolder(output: Uint8Array): { entries: readonly Entry[]; truncated: boolean } {
  const fields = splitAtNul(output)
  const entries: Entry[] = []
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [head = Buffer.alloc(0), name = head, target = head] = fields.slice(at, at + 3)
    entries.push(entryOf(head.toString('latin1'), name, target))
  }
  return { entries, truncated: fields.length % 3 === 1 }
}

/** What `read` printed. */
export function parseFile(output: Buffer): { mode: number; size: number; mtime: number; content: Buffer } {
  const end = output.indexOf(0)
  return { ...parseHead(output.toString('latin1', 0, Math.max(0, end))), content: output.subarray(end + 1) }
}

/** What `write` printed: the file's time. */
export function parseWritten(output: Buffer): number {
  return Number(output.toString('latin1')) / 1000
}

const KINDS: Readonly<Record<number, Entry['kind']>> = {
  0o100000: 'file',
  0o040000: 'folder',
  0o120000: 'link',
}

function entryOf(head: string, name: Buffer, target: Buffer): Entry {
  const { mode, size, mtime } = parseHead(head)
  const kind = KINDS[mode & 0o170000] ?? 'other'
  const entry = { name: pathText(name), kind, mode: mode & 0o7777, size, mtime }
  return kind === 'link' ? { ...entry, target: pathText(target), leadsToFolder: head.endsWith(' 1') } : entry
}

function parseHead(head: string): { mode: number; size: number; mtime: number } {
  const [mode = '', size = '', time = ''] = head.split(' ')
  return { mode: Number.parseInt(mode, 8), size: Number(size), mtime: Number(time) / 1000 }
}

function splitAtNul(output: Uint8Array): readonly Buffer[] {
  const buffer = Buffer.from(output)
  const fields: Buffer[] = []
  for (let at = 0; at < buffer.length; ) {
    const end = buffer.indexOf(0, at)
    if (end < 0) break
    fields.push(buffer.subarray(at, end))
    at = end + 1
  }
  return fields
}

/** `..` is taken out by its letters, and so is a slash at the end. */
function pathOf(path: string): Buffer {
  const normal = posix.normalize(`/${path}`)
  return Buffer.concat([pathBytes(normal.length > 1 ? normal.replace(/\/$/, '') : normal), Buffer.of(0)])
}
