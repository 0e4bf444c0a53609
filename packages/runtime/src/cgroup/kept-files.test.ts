import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeptFiles } from './kept-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kept-'))
})
afterEach(() => rm(dir, { recursive: true }))

const openFiles = async () => (await readdir('/proc/self/fd')).length

test('what a file says now is read, also when it is kept open', async () => {
  const files = createKeptFiles()
  await writeFile(join(dir, 'usage'), '1000')
  expect(files.read('a', join(dir, 'usage'))).toBe('1000')
  await writeFile(join(dir, 'usage'), '2')
  expect(files.read('a', join(dir, 'usage'))).toBe('2')
  files.forget('a')
})

test('what is forgotten is closed, and no more are kept than allowed', async () => {
  const before = await openFiles()
  const files = createKeptFiles(2)
  for (const name of ['one', 'two', 'three']) await writeFile(join(dir, name), name)
  const read = () => ['one', 'two', 'three'].map((name) => files.read('a', join(dir, name)))
  expect(read()).toEqual(['one', 'two', 'three'])
  expect(read()).toEqual(['one', 'two', 'three'])
  expect(await openFiles()).toBe(before + 2)
  files.forget('a')
  expect(await openFiles()).toBe(before)
})

test('a file that is not there is an error each time', () => {
  const files = createKeptFiles()
  for (let i = 0; i < 2; i++) expect(() => files.read('a', join(dir, 'none'))).toThrow('ENOENT')
})
