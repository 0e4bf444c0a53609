import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shareByPriority } from './share-by-priority.ts'

function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'share-by-priority-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

test('sessions get no share of their own any more', async () => {
  const file = path.join(folder(), 'setting')
  writeFileSync(file, '1\n')
  await shareByPriority(file)
  expect(readFileSync(file, 'utf8')).toMatch(/^0/)
})

test('a kernel without the setting is no failure, and gets no such file', async () => {
  const file = path.join(folder(), 'setting')
  await expect(shareByPriority(file)).resolves.toBeUndefined()
  expect(() => readFileSync(file)).toThrow('ENOENT')
})
