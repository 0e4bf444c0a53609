import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readState } from './state-file.ts'

async function stateFile() {
  const folder = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  return {
    file: path.join(folder.path, 'state.json'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

test('without a file there is no state', async () => {
  await using state = await stateFile()
  expect(await readState(state.file)).toBeUndefined()
})

test('what was noted before the machine started is of no account, whatever its shape', async () => {
  await using state = await stateFile()
  await writeFile(state.file, JSON.stringify({ bootId: 'an earlier one', processes: 7 }))
  expect(await readState(state.file)).toBeUndefined()
})

test('a file that is damaged or cannot be read is not taken for none', async () => {
  await using damaged = await stateFile()
  await writeFile(damaged.file, '{"bootId":')
  await expect(readState(damaged.file)).rejects.toThrow(`${damaged.file} is damaged`)
  await using unreadable = await stateFile()
  await mkdir(unreadable.file)
  await expect(readState(unreadable.file)).rejects.toThrow('EISDIR')
})
