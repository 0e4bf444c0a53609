import { expect, test } from 'vitest'
import { type BlobRecord, compareStores, type Difference } from './compare-stores.ts'

const storedAt = new Date(0)
const file = (digest: string, size = 1, place?: string) => ({
  ...{ digest, size, storedAt },
  ...(place !== undefined && { place: { name: place, remove: async () => undefined } }),
})
const record = (digest: string, more: Partial<BlobRecord> = {}): BlobRecord => ({
  digest,
  size: 1,
  linked: true,
  missing: false,
  place: 'now',
  ...more,
})

async function* each<T>(values: readonly T[]) {
  yield* values
}

async function differences(files: ReturnType<typeof file>[], records: BlobRecord[]): Promise<string[]> {
  const found: Difference[] = []
  for await (const difference of compareStores(each(files), each(records))) found.push(difference)
  return found.map((one) => `${one.kind} ${one.kind === 'stray' ? one.stored.digest : one.record.digest}`)
}

test('what both have is no difference', async () => {
  expect(await differences([file('a'), file('b')], [record('a'), record('b')])).toEqual([])
})

test('what only storage has is a stray, what only the database has is missing', async () => {
  expect(await differences([file('a'), file('c')], [record('b'), record('c'), record('d')])).toEqual([
    'stray a',
    'missing b',
    'missing d',
  ])
})

test('content of a row that went before is a stray beside the new one, and does not stand for it', async () => {
  const places = [file('a', 1, 'before'), file('a', 1, 'now'), file('b', 1, 'before')]
  expect(await differences(places, [record('a'), record('b')])).toEqual(['stray a', 'stray b', 'missing b'])
})

test('content from before there were places stands for its row', async () => {
  expect(await differences([file('a')], [record('a')])).toEqual([])
})

test('what nobody links is not missed', async () => {
  expect(await differences([], [record('a', { linked: false })])).toEqual([])
})

test('content of another size is missing too', async () => {
  expect(await differences([file('a', 2)], [record('a')])).toEqual(['missing a'])
})

test('what was missing and is there again is told', async () => {
  expect(await differences([file('a')], [record('a', { missing: true })])).toEqual(['back a'])
})

test('an empty storage and an empty database agree', async () => {
  expect(await differences([], [])).toEqual([])
})
