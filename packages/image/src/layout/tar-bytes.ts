import type { LayerEntry } from './layer-entry.ts'

/** bytes */
export const BLOCK = 512

type Bytes = Uint8Array<ArrayBuffer>

/** What a header says; a file's content follows it. Pure: also browsers pack what they send. */
export type TarMember = LayerEntry extends infer E ? (E extends LayerEntry ? Omit<E, 'open'> : never) : never

const FLAG = { file: '0', link: '1', symlink: '2', directory: '5' } as const satisfies Record<
  LayerEntry['type'],
  string
>

const encoder = new TextEncoder()

/** The header of one member: ustar, after a pax header when a name is long or not ASCII. Source: POSIX pax. */
export function tarHeaderBytes(entry: TarMember): Bytes {
  const name = entry.type === 'directory' ? `${entry.path}/` : entry.path
  const target = entry.type === 'symlink' || entry.type === 'link' ? entry.target : ''
  const records = [
    ...(isPlain(name) ? [] : [paxRecord('path', name)]),
    ...(isPlain(target) ? [] : [paxRecord('linkpath', target)]),
    ...(sizeOf(entry) < 8 ** 11 ? [] : [paxRecord('size', String(sizeOf(entry)))]),
  ]
  const own = block({
    entry,
    flag: FLAG[entry.type],
    name,
    target,
    size: Math.min(sizeOf(entry), 8 ** 11 - 1),
  })
  if (records.length === 0) return own
  const pax = encoder.encode(records.join(''))
  const head = block({ entry, flag: 'x', name: 'pax', target: '', size: pax.length })
  return joined([head, pax, paddingBytes(pax.length), own])
}

/** What follows `size` bytes of data, so that the next header begins on a block. */
export function paddingBytes(size: number): Bytes {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK)
}

function sizeOf(entry: TarMember): number {
  return entry.type === 'file' ? entry.size : 0
}

function isPlain(text: string): boolean {
  return text.length <= 100 && /^[\x20-\x7e]*$/.test(text)
}

/** `25 path=…\n`, where the number counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const size = encoder.encode(rest).length
  let total = size + String(size).length
  total = size + String(total).length
  return `${total}${rest}`
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function block(header: {
  entry: TarMember
  flag: string
  name: string
  target: string
  size: number
}): Bytes {
  const { entry, flag, name, target, size } = header
  const bytes = new Uint8Array(BLOCK)
  const write = (text: string, at: number, most: number) =>
    encoder.encodeInto(text, bytes.subarray(at, at + most))
  write(name, 0, 100)
  write(octal(entry.mode, 8), 100, 8)
  write(octal(entry.uid, 8), 108, 8)
  write(octal(entry.gid, 8), 116, 8)
  write(octal(size, 12), 124, 12)
  write(octal(entry.seconds, 12), 136, 12)
  write(' '.repeat(8), 148, 8)
  write(flag, 156, 1)
  write(target, 157, 100)
  write('ustar\x0000', 257, 8)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  write(`${octal(sum, 7)} `, 148, 8)
  return bytes
}

/** Digits with leading zeros that fill a field of `size` bytes, the last of which is zero. */
function octal(value: number, size: number): string {
  return `${value.toString(8).padStart(size - 1, '0')}\0`
}
