import { expect, test } from 'vitest'
import { type BlobRecord, compareStores, type Difference } from './compare-stores.ts'

const storedAt = new Date(0)
const file = (digest: string, size = 1) => ({ digest, size, storedAt })
const record = (digest: string, more: Partial<BlobRecord> = {}): BlobRecord => ({
  digest,
  size: 1,
  linked: true,
  missing: false,
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
