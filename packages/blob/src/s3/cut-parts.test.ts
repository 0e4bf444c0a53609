import { expect, test } from 'vitest'
import { cutParts } from './cut-parts.ts'
import { partBytes } from './part-bytes.ts'

async function partsOf(chunks: readonly number[], length: (number: number) => number): Promise<number[]> {
  async function* source() {
    for (const size of chunks) yield Buffer.alloc(size)
  }
  const lengths: number[] = []
  for await (const part of cutParts(source(), length)) lengths.push(part.length)
  return lengths
}

test.each([
  [[], []],
  [[3], [3]],
  [[4], [4]],
  [
    [1, 1, 1, 1, 1],
    [4, 1],
  ],
  [
    [9, 2],
    [4, 4, 3],
  ],
  [[0, 2, 0], [2]],
])('chunks of %j become parts of %j', async (chunks, expected) => {
  expect(await partsOf(chunks, () => 4)).toEqual(expected)
})

test('later parts may be longer', async () => {
  expect(await partsOf([20], (number) => number * 3)).toEqual([3, 6, 9, 2])
})

test('a layer of 300 GB fits into the parts that S3 takes', () => {
  let bytes = 0
  for (let number = 1; number <= 10_000; number++) bytes += partBytes(number)
  expect(bytes).toBeGreaterThan(300e9)
})
