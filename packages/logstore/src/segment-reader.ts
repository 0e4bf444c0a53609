import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredLine } from './log-store.ts'
import { decodeRecord, MAX_RECORD_BYTES, segmentName, TRAILER_BYTES } from './segment.ts'

const CHUNK_BYTES = 65_536
const INDEX_ENTRY_BYTES = 16

/** An open segment; it can still be read after rotation has removed it. */
export type SegmentReader = {
  /** Up to 64 KiB of whole records from `offset`; none at the end of what is written. */
  read(offset: number): Promise<{ lines: readonly StoredLine[]; next: number }>
  /** Offset of the record that is `lines` before the end, and how many there are from it on. */
  back(lines: number): Promise<{ offset: number; lines: number }>
  /** Offset at or before the first record that is not earlier than `time`. */
  seek(time: Date): Promise<number>
  close(): Promise<void>
}

/** Undefined when there is no such segment (any more). */
export async function openSegment(directory: string, number: number): Promise<SegmentReader | undefined> {
  const file = await openOrMissing(join(directory, segmentName(number, 'seg')))
  if (!file) return undefined

  return {
    async read(offset) {
      const { size } = await file.stat() // most logs are short: memory for a whole chunk of each is collected for nothing
      const buffer = await readAt(file, offset, Math.max(0, Math.min(CHUNK_BYTES, size - offset)))
      const lines: StoredLine[] = []
      let next = 0
      for (let record = decodeRecord(buffer, 0); record; record = decodeRecord(buffer, next)) {
        lines.push(record.line)
        next += record.bytes
      }
      return { lines, next: offset + next }
    },

    async back(lines) {
      let offset = (await file.stat()).size
      let found = 0
      let chunk: Buffer = Buffer.alloc(0)
      let chunkStart = offset
      while (found < lines && offset >= TRAILER_BYTES) {
        if (offset - chunkStart < MAX_RECORD_BYTES && chunkStart > 0) {
          chunkStart = Math.max(0, offset - CHUNK_BYTES)
          chunk = await readAt(file, chunkStart, offset - chunkStart)
        }
        const length = chunk.readUInt32LE(offset - chunkStart - TRAILER_BYTES)
        if (length > offset - chunkStart || !decodeRecord(chunk, offset - chunkStart - length)) break
        offset -= length
        found++
      }
      return { offset, lines: found }
    },

    async seek(time) {
      const index = await readIndex(join(directory, segmentName(number, 'idx')))
      const wanted = BigInt(time.getTime()) * 1_000_000n
      return index.findLast((entry) => entry.time < wanted)?.offset ?? 0
    },

    close: () => file.close(),
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}

async function readIndex(path: string): Promise<readonly { time: bigint; offset: number }[]> {
  const file = await openOrMissing(path)
  if (!file) return []
  try {
    const buffer = await file.readFile()
    const count = Math.floor(buffer.length / INDEX_ENTRY_BYTES)
    return Array.from({ length: count }, (_, i) => ({
      time: buffer.readBigUInt64LE(i * INDEX_ENTRY_BYTES),
      offset: Number(buffer.readBigUInt64LE(i * INDEX_ENTRY_BYTES + 8)),
    }))
  } finally {
    await file.close()
  }
}

async function openOrMissing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
