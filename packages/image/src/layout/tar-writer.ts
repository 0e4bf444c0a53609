import type { LayerEntry } from './layer-entry.ts'

const BLOCK = 512

/** What an archive ends with. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK)

const FLAG = { file: '0', link: '1', symlink: '2', directory: '5' } as const satisfies Record<
  LayerEntry['type'],
  string
>

/** The header of one member: ustar, after a pax header when a name is long or not ASCII. Source: POSIX pax. */
export function encodeTarHeader(entry: LayerEntry): Buffer {
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
  const pax = Buffer.concat(records)
  const head = block({ entry, flag: 'x', name: 'pax', target: '', size: pax.length })
  return Buffer.concat([head, pax, tarPadding(pax.length), own])
}

/** What follows `size` bytes of data, so that the next header begins on a block. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

function sizeOf(entry: LayerEntry): number {
  return entry.type === 'file' ? entry.size : 0
}

function isPlain(text: string): boolean {
  return Buffer.byteLength(text) <= 100 && /^[\x20-\x7e]*$/.test(text)
}

/** `25 path=…\n`, where the number counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`
  const size = Buffer.byteLength(rest)
  let total = size + String(size).length
  total = size + String(total).length
  return Buffer.from(`${total}${rest}`)
}

function block(header: {
  entry: LayerEntry
  flag: string
  name: string
  target: string
  size: number
}): Buffer {
  const { entry, flag, name, target, size } = header
  const buffer = Buffer.alloc(BLOCK)
  buffer.write(name, 0, 100)
  buffer.write(octal(entry.mode, 8), 100)
  buffer.write(octal(entry.uid, 8), 108)
  buffer.write(octal(entry.gid, 8), 116)
  buffer.write(octal(size, 12), 124)
  buffer.write(octal(entry.seconds, 12), 136)
  buffer.write(' '.repeat(8), 148)
  buffer.write(flag, 156)
  buffer.write(target, 157, 100)
  buffer.write('ustar\x0000', 257)
  const sum = buffer.reduce((total, byte) => total + byte, 0)
  buffer.write(`${octal(sum, 7)} `, 148)
  return buffer
}

/** Digits with leading zeros that fill a field of `size` bytes, the last of which is zero. */
function octal(value: number, size: number): string {
  return `${value.toString(8).padStart(size - 1, '0')}\0`
}
