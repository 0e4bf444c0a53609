import type { StoredLine } from './log-store.ts'

/**
 * Segment files `NNNNNNNN.seg` of a log folder, as a supervisor writes them (packages/runtime/native/log.c). A record:
 *
 * | offset | size | what |
 * |---|---|---|
 * | 0 | 2 | magic 0x4c42 |
 * | 2 | 1 | stream: 0 stdout, 1 stderr, 2 tty, 3 system |
 * | 3 | 1 | flags: 1 the line goes on in the stream's next record |
 * | 4 | 4 | length of the text |
 * | 8 | 8 | nanoseconds since 1970 |
 * | 16 | length | the text, without its line feed |
 * | 16 + length | 4 | length of the whole record, for reading backwards |
 *
 * Integers are little-endian. `NNNNNNNN.idx` has 16 bytes per 64 KiB of its segment: nanoseconds, and the offset of a
 * record that is not earlier.
 */
const HEADER_BYTES = 16
export const TRAILER_BYTES = 4
const MAGIC = 0x4c42
const STREAMS = ['stdout', 'stderr', 'tty', 'system'] as const

/** Text of one record at most; a longer line comes in parts. */
const MAX_TEXT_BYTES = 16_384
export const MAX_RECORD_BYTES = HEADER_BYTES + MAX_TEXT_BYTES + TRAILER_BYTES

export type Record = { readonly line: StoredLine; readonly bytes: number }

/** The record at `offset`; undefined when it is not whole (yet), or when there is none. */
export function decodeRecord(buffer: Buffer, offset: number): Record | undefined {
  if (buffer.length - offset < HEADER_BYTES || buffer.readUInt16LE(offset) !== MAGIC) return undefined
  const length = buffer.readUInt32LE(offset + 4)
  const bytes = HEADER_BYTES + length + TRAILER_BYTES
  const stream = STREAMS[buffer.readUInt8(offset + 2)]
  if (length > MAX_TEXT_BYTES || buffer.length - offset < bytes || stream === undefined) return undefined
  const at = new Date(Number(buffer.readBigUInt64LE(offset + 8) / 1_000_000n))
  const text = buffer.toString('utf8', offset + HEADER_BYTES, offset + HEADER_BYTES + length)
  return { line: { at, stream, text: stream === 'tty' ? text.replace(/\r$/, '') : text }, bytes }
}

/** For tests and fixtures: what the supervisor writes for one line. */
export function encodeRecord({ at, stream, text }: StoredLine): Buffer {
  const body = Buffer.from(text)
  const record = Buffer.alloc(HEADER_BYTES + body.length + TRAILER_BYTES)
  record.writeUInt16LE(MAGIC)
  record.writeUInt8(STREAMS.indexOf(stream), 2)
  record.writeUInt32LE(body.length, 4)
  record.writeBigUInt64LE(BigInt(at.getTime()) * 1_000_000n, 8)
  body.copy(record, HEADER_BYTES)
  record.writeUInt32LE(record.length, HEADER_BYTES + body.length)
  return record
}

/** Numbers of the folder's segments, oldest first. */
export function segmentNumbers(names: readonly string[]): number[] {
  return names
    .filter((name) => /^\d{8}\.seg$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b)
}

export function segmentName(number: number, extension: 'seg' | 'idx'): string {
  return `${String(number).padStart(8, '0')}.${extension}`
}
