import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readIfThere } from './read-if-there.ts'

test('only a file that is not there is absent', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'file-'))
  try {
    await writeFile(join(directory, 'a'), 'text')
    expect(await readIfThere(join(directory, 'a'))).toBe('text')
    expect(await readIfThere(join(directory, 'b'))).toBeUndefined()
    await expect(readIfThere(directory)).rejects.toThrow('EISDIR')
  } finally {
    await rm(directory, { recursive: true })
  }
})
