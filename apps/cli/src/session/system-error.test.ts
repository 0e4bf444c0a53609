import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeSystemError } from './system-error.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'berth-system-error-'))
const file = path.join(folder, 'file')
writeFileSync(file, '')
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  [path.join(folder, 'none'), 'there is no such file or folder here'],
  [folder, 'it is a folder here, not a file'],
  [path.join(file, 'below'), 'a part of the path is a file here, not a folder'],
])('%s: %s', (place, saying) => {
  expect(describeSystemError(thrownBy(() => readFileSync(place)))?.message).toContain(saying)
})

test('the path is named where the system names it', () => {
  const missing = path.join(folder, 'none')
  expect(describeSystemError(thrownBy(() => readFileSync(missing)))?.message).toMatch(missing)
})

test('other errors are left as they are', () => {
  expect(describeSystemError(new Error('something else'))).toBeUndefined()
  expect(describeSystemError(Object.assign(new Error('?'), { code: 'ENOENT' }))).toBeUndefined()
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
