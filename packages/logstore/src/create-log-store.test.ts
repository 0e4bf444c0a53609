import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogStore } from './create-log-store.ts'
import type { StoredLine } from './log-store.ts'
import { encodeRecord } from './segment.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const store = createLogStore()
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'logstore-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('lines come in order from all segments', async () => {
  await writeSegment(1, 0, 3)
  await writeSegment(2, 3, 5)
  expect(await read({ follow: false })).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4'])
})

test('a tail reaches back over segments, and over more than one chunk', async () => {
  await writeSegment(7, 0, 9000)
  await writeSegment(8, 9000, 9002)
  const lines = await read({ follow: false, tail: 8000 })
  expect(lines.length).toBe(8000)
  expect(lines[0]).toBe('line 1002')
  expect(await read({ follow: false, tail: 0 })).toEqual([])
})

test('since and until are bounds in time', async () => {
  await writeSegment(1, 0, 100)
  const since = new Date(START + 10_000)
  const until = new Date(START + 12_000)
  expect(await read({ follow: false, since, until })).toEqual(['line 10', 'line 11', 'line 12'])
})

test('half a record at the end is not read', async () => {
  await writeSegment(1, 0, 2)
  await appendFile(join(directory, '00000001.seg'), encodeRecord(line(2)).subarray(0, 20))
  expect(await read({ follow: false })).toEqual(['line 0', 'line 1'])
})

test('following goes on over rotation and removal until it is aborted', async () => {
  await writeSegment(1, 0, 1)
  const abort = new AbortController()
  const seen: string[] = []
  const reading = (async () => {
    for await (const { text } of store.read(directory, { follow: true, signal: abort.signal })) {
      seen.push(text)
      if (text === 'line 3') abort.abort()
    }
  })()
  await appendFile(join(directory, '00000001.seg'), encodeRecord(line(1)))
  await writeSegment(2, 2, 3)
  await rm(join(directory, '00000001.seg'))
  await writeSegment(3, 3, 4)
  await reading
  expect(seen.at(-1)).toBe('line 3')
  expect(seen).toContain('line 2')
})

test('a folder without a log has no lines', async () => {
  expect(await read({ follow: false }, join(directory, 'none'))).toEqual([])
})

test('a terminal line loses its carriage return', async () => {
  await writeFile(
    join(directory, '00000001.seg'),
    encodeRecord({ at: new Date(START), stream: 'tty', text: '$ ls\r' }),
  )
  expect(await read({ follow: false })).toEqual(['$ ls'])
})

function line(number: number): StoredLine {
  return { at: new Date(START + number * 1000), stream: 'stdout', text: `line ${number}` }
}

async function writeSegment(number: number, from: number, to: number): Promise<void> {
  const lines = Array.from({ length: to - from }, (_, i) => encodeRecord(line(from + i)))
  await writeFile(join(directory, `0000000${number}.seg`), Buffer.concat(lines))
}

async function read(options: Parameters<typeof store.read>[1], folder = directory): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of store.read(folder, options)) lines.push(text)
  return lines
}
