import { mkdir, mkdtempDisposable, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ensureInstance } from './instance.ts'

test('a data folder keeps its identity', async () => {
  await using dir = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  const first = await ensureInstance(dir.path)
  expect(await ensureInstance(dir.path)).toEqual(first)
})

test('an identity that cannot be read is not made anew', async () => {
  await using dir = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  await mkdir(path.join(dir.path, 'instance.json'))
  await expect(ensureInstance(dir.path)).rejects.toThrow('EISDIR')
  expect(await readdir(dir.path)).toEqual(['instance.json'])
})
