import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readState } from './state-file.ts'

async function stateFile(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return path.join(dir, 'state.json')
}

test('without a file there is no state', async () => {
  const state = await stateFile()
  expect(await readState(state)).toBeUndefined()
})

test('what was noted before the machine started is of no account, whatever its shape', async () => {
  const state = await stateFile()
  await writeFile(state, JSON.stringify({ bootId: 'an earlier one', processes: 7 }))
  expect(await readState(state)).toBeUndefined()
})

test('a file that is damaged or cannot be read is not taken for none', async () => {
  const damaged = await stateFile()
  await writeFile(damaged, '{"bootId":')
  await expect(readState(damaged)).rejects.toThrow(`${damaged} is damaged`)
  const unreadable = await stateFile()
  await mkdir(unreadable)
  await expect(readState(unreadable)).rejects.toThrow('EISDIR')
})
