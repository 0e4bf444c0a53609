import { expect, test } from 'vitest'
import { FIXTURE_FRAMES } from './operation-fixture.ts'
import { encodeOperations, type Operation } from './operation.ts'

test('every operation has the bytes that berth-init is tested with', () => {
  const encoded = FIXTURE_FRAMES.map(({ operation }) =>
    Buffer.concat(encodeOperations([operation])).toString('hex'),
  )
  expect(encoded).toEqual(FIXTURE_FRAMES.map(({ hex }) => hex))
})

test('a long write is several frames, whose bytes are not copied', () => {
  const bytes = Buffer.alloc(2 * 1024 * 1024)
  const pieces = encodeOperations([{ op: 'write', bytes }])
  expect(pieces.map((piece) => piece.length)).toEqual([5, 1024 * 1024 - 1, 5, 1024 * 1024 - 1, 5 + 2])
  expect(pieces[1]?.buffer).toBe(bytes.buffer)
})

test('small operations share a piece, and their bytes are those of one at a time', () => {
  const operations = Array.from({ length: 1000 }, (_, i): Operation[] => [
    { op: 'create', path: `folder/file-${i}` },
    { op: 'write', bytes: Buffer.alloc(i % 7 === 0 ? 20_000 : 300, i) },
  ]).flat()
  const together = encodeOperations(operations)
  const alone = operations.flatMap((operation) => encodeOperations([operation]))
  expect(Buffer.concat(together).equals(Buffer.concat(alone))).toBe(true)
  expect(together.length).toBeLessThan(alone.length / 4)
})
