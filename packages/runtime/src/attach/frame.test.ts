import { expect, test } from 'vitest'
import { createFrameReader, encodeFrame, encodeInput, encodeResize, FRAME, MAX_PAYLOAD } from './frame.ts'

test('frames come out whole, however the stream is cut', () => {
  const stream = Buffer.concat([
    encodeFrame(FRAME.stdout, Buffer.from('hello')),
    encodeFrame(FRAME.eof),
    encodeResize({ cols: 80, rows: 24 }),
  ])
  const read = createFrameReader()
  const frames = [...stream].flatMap((byte) => read(Buffer.of(byte)))
  expect(frames.map(({ kind, payload }) => [kind, payload.toString('hex')])).toEqual([
    [FRAME.stdout, Buffer.from('hello').toString('hex')],
    [FRAME.eof, ''],
    [FRAME.resize, '50001800'],
  ])
})

test('input is cut into frames that a supervisor takes', () => {
  const frames = createFrameReader()(encodeInput(Buffer.alloc(MAX_PAYLOAD * 2 + 1, 'x')))
  expect(frames.map(({ payload }) => payload.length)).toEqual([MAX_PAYLOAD, MAX_PAYLOAD, 1])
})

test('a frame that is too long breaks the connection, and takes no memory', () => {
  const head = Buffer.from([FRAME.stdout, 0xff, 0xff, 0xff, 0x7f])
  expect(() => createFrameReader()(head)).toThrow('a frame of')
})
