import { expect, test } from 'vitest'
import { FLUSH, pktLine, readPktLines } from './pkt-line.ts'
import { reportStatus } from './receive-answer.ts'
import { readReceiveRequest } from './receive-commands.ts'

const A = 'a'.repeat(40)
const NONE = '0'.repeat(40)

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('a request is read from pieces of any size, and what follows is left', async () => {
  const bytes = Buffer.concat([
    pktLine(`${NONE} ${A} refs/heads/main\0report-status side-band-64k`),
    pktLine(`${A} ${NONE} refs/heads/old`),
    FLUSH,
    Buffer.from('PACK....'),
  ])
  for (const size of [1, 7, 1000]) {
    const lines = readPktLines(pieces(bytes, size))
    const request = await readReceiveRequest(lines)
    expect(request?.updates).toEqual([
      { name: 'refs/heads/main', old: null, new: A },
      { name: 'refs/heads/old', old: A, new: null },
    ])
    expect(request?.capabilities.has('side-band-64k')).toBe(true)
    const rest: Uint8Array[] = []
    for await (const chunk of lines.rest()) rest.push(chunk)
    expect(Buffer.concat(rest).toString()).toBe('PACK....')
  }
})

test('a question whether one may push asks for nothing', async () => {
  expect(await readReceiveRequest(readPktLines(pieces(FLUSH, 4)))).toBeUndefined()
})

test.each(['0003', 'zzzz', '00', 'fff0abc', '0010no command'])('%j is refused', async (text) => {
  await expect(readReceiveRequest(readPktLines(pieces(Buffer.from(text), 3)))).rejects.toThrow()
})

test('a report has one line for each ref', () => {
  const report = reportStatus(null, [
    { name: 'refs/heads/a', why: null },
    { name: 'refs/heads/b', why: 'two\nlines' },
  ]).toString()
  expect(report).toContain('unpack ok\n')
  expect(report).toContain('ng refs/heads/b two lines\n')
})
