import { expect, test } from 'vitest'
import { FIXTURE_FRAMES } from './operation-fixture.ts'
import { encodeOperation } from './operation.ts'

test('every operation has the bytes that berth-init is tested with', () => {
  const encoded = FIXTURE_FRAMES.map(({ operation }) =>
    Buffer.concat(encodeOperation(operation)).toString('hex'),
  )
  expect(encoded).toEqual(FIXTURE_FRAMES.map(({ hex }) => hex))
})

test('a long write is several frames', () => {
  const frames = encodeOperation({ op: 'write', bytes: Buffer.alloc(2 * 1024 * 1024) })
  const sizes = frames.map((bytes) => bytes.length)
  expect(sizes).toEqual([5, 1024 * 1024 - 1, 5, 1024 * 1024 - 1, 5, 2])
})
