import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newMemory } from './memory.ts'
import { createMemories } from './memory-files.ts'
import { specOf } from './spec.fixture.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-memories-'))
})
afterEach(() => rm(dir, { recursive: true }))

const generation = (count: number) => newMemory(specOf({ generation: count }))

test('of many saved at once, the newest is on disk in the end', async () => {
  const memories = createMemories(dir)
  await memories.load()
  await Promise.all(Array.from({ length: 50 }, (_, i) => memories.save(generation(i))))
  const after = createMemories(dir)
  await after.load()
  expect(after.all().map(({ spec }) => spec.generation)).toEqual([49])
})

test('what is forgotten while it is saved is gone', async () => {
  const memories = createMemories(dir)
  await memories.load()
  const { id } = generation(1).spec
  await Promise.all([memories.save(generation(1)), memories.save(generation(2)), memories.forget(id)])
  expect(memories.get(id)).toBeUndefined()
  expect(await readdir(dir)).toEqual([])
})

test('what an agent was writing when it was killed outlives neither the next start nor its container', async () => {
  await writeFile(join(dir, `${generation(1).spec.id}.json.new`), '{"half')
  const memories = createMemories(dir)
  await memories.load()
  expect(memories.all()).toEqual([])
  expect(await readdir(dir)).toEqual([])
})
