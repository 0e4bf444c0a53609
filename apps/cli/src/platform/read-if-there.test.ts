import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { exists } from './exists.ts'
import { listIfThere, readIfThere } from './read-if-there.ts'

test('what is not there is undefined', async () => {
  await using dir = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  expect(await readIfThere(path.join(dir.path, 'none'))).toBeUndefined()
  expect(await listIfThere(path.join(dir.path, 'none'))).toBeUndefined()
  expect(await exists(path.join(dir.path, 'none'))).toBe(false)
})

test('what is there and cannot be read is an error', async () => {
  await using dir = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  const file = path.join(dir.path, 'file')
  await writeFile(file, 'x')
  await expect(readIfThere(dir.path)).rejects.toThrow('EISDIR')
  await expect(listIfThere(file)).rejects.toThrow('ENOTDIR')
  await expect(exists(path.join(dir.path, 'x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG')
})
