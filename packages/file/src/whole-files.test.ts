import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeFiles } from './whole-files.ts'
import { writeWhole } from './write-whole.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-files-'))
})

afterAll(() => rm(dir, { recursive: true }))

test('what a writer that was killed left aside is removed, and is no file', async () => {
  await writeWhole(join(dir, 'a.json'), 'a')
  await writeFile(join(dir, 'b.json.new'), 'half of')
  expect(await wholeFiles(dir)).toEqual([join(dir, 'a.json')])
  expect(await readdir(dir)).toEqual(['a.json'])
})

test('a folder that is not there yet is made', async () => {
  expect(await wholeFiles(join(dir, 'deep/folder'))).toEqual([])
  expect(await readdir(join(dir, 'deep'))).toEqual(['folder'])
})
