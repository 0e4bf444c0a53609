import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureInstance } from './instance.ts'

test('a data folder keeps its identity', async () => {
  const dir = await tempFolder()
  const first = await ensureInstance(dir)
  expect(await ensureInstance(dir)).toEqual(first)
})

test('an identity that cannot be read is not made anew', async () => {
  const dir = await tempFolder()
  await mkdir(path.join(dir, 'instance.json'))
  await expect(ensureInstance(dir)).rejects.toThrow('EISDIR')
  expect(await readdir(dir)).toEqual(['instance.json'])
})

async function tempFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}
