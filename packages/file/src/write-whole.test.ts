import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWhole } from './write-whole.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-file-'))
})

afterAll(() => rm(dir, { recursive: true }))

test('the newest content is there, and nothing else', async () => {
  const path = join(dir, 'record.json')
  await writeWhole(path, 'one, which is longer')
  await writeWhole(path, 'two')
  expect(await readFile(path, 'utf8')).toBe('two')
  expect(await readdir(dir)).toEqual(['record.json'])
})

test('only its owner reads it, unless somebody else is to', async () => {
  const modeOf = async (name: string) => (await stat(join(dir, name))).mode & 0o777
  await writeWhole(join(dir, 'own'), '')
  await writeWhole(join(dir, 'shared'), '', 0o644)
  expect([await modeOf('own'), await modeOf('shared')]).toEqual([0o600, 0o644])
})
