import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exists } from './exists.ts'
import { listIfThere, readIfThere } from './read-if-there.ts'

test('what is not there is undefined', async () => {
  const dir = await tempFolder()
  expect(await readIfThere(path.join(dir, 'none'))).toBeUndefined()
  expect(await listIfThere(path.join(dir, 'none'))).toBeUndefined()
  expect(await exists(path.join(dir, 'none'))).toBe(false)
})

test('what is there and cannot be read is an error', async () => {
  const dir = await tempFolder()
  const file = path.join(dir, 'file')
  await writeFile(file, 'x')
  await expect(readIfThere(dir)).rejects.toThrow('EISDIR')
  await expect(listIfThere(file)).rejects.toThrow('ENOTDIR')
  await expect(exists(path.join(dir, 'x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG')
})

async function tempFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}
