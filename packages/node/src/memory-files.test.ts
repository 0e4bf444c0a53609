import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newMemory } from './memory.ts'
import { createMemories } from './memory-files.ts'
import { specOf } from './spec.fixture.ts'

let dir = ''
let secrets = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-memories-'))
  secrets = await mkdtemp(join(tmpdir(), 'berth-memories-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true })
  await rm(secrets, { recursive: true, force: true })
})

const generation = (count: number) => newMemory(specOf({ generation: count }))

test('of many saved at once, the newest is on disk in the end', async () => {
  const memories = createMemories(dir, secrets)
  await memories.load()
  await Promise.all(Array.from({ length: 50 }, (_, i) => memories.save(generation(i))))
  const after = createMemories(dir, secrets)
  await after.load()
  expect(after.all().map(({ spec }) => spec.generation)).toEqual([49])
})

test('what is forgotten while it is saved is gone', async () => {
  const memories = createMemories(dir, secrets)
  await memories.load()
  const { id } = generation(1).spec
  await Promise.all([memories.save(generation(1)), memories.save(generation(2)), memories.forget(id)])
  expect(memories.get(id)).toBeUndefined()
  expect(await readdir(dir)).toEqual([])
})

test('what an agent was writing when it was killed outlives neither the next start nor its container', async () => {
  await writeFile(join(dir, `${generation(1).spec.id}.json.new`), '{"half')
  const memories = createMemories(dir, secrets)
  await memories.load()
  expect(memories.all()).toEqual([])
  expect(await readdir(dir)).toEqual([])
})

const SECRET = newMemory(specOf({ secrets: { env: { KEY: 'hidden' }, files: {} } }))

test('secrets lie in the folder in memory alone, and are there again for the next agent', async () => {
  const memories = createMemories(dir, secrets)
  await memories.load()
  await memories.save(SECRET)
  const { id } = SECRET.spec
  expect(await readFile(join(dir, `${id}.json`), 'utf8')).not.toContain('hidden')
  const after = createMemories(dir, secrets)
  await after.load()
  expect(after.get(id)).toEqual(SECRET)
})

test('secrets that are gone are known to be lost', async () => {
  const memories = createMemories(dir, secrets)
  await memories.load()
  await memories.save(SECRET)
  await rm(secrets, { recursive: true })
  const after = createMemories(dir, secrets)
  await after.load()
  expect(after.get(SECRET.spec.id)).toMatchObject({ secretsLost: true })
})

test('secrets go with their container, and when it has none any more', async () => {
  const memories = createMemories(dir, secrets)
  await memories.load()
  const { secrets: _, ...bare } = SECRET.spec
  await memories.save(SECRET)
  await memories.save({ ...SECRET, spec: bare })
  expect(await readdir(secrets)).toEqual([])
  await memories.save(SECRET)
  await memories.forget(bare.id)
  expect(await readdir(secrets)).toEqual([])
})
