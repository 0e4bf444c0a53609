import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readKeyFile } from './key-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'berth-key-'))
afterAll(() => rmSync(folder, { recursive: true }))
const missing = expect.objectContaining({ code: 'secret.missing' })

test('nothing starts without its key', () => {
  const file = path.join(folder, 'key')
  expect(() => readKeyFile(file)).toThrow(missing)
  writeFileSync(file, 'short\n')
  expect(() => readKeyFile(file)).toThrow(missing)
  writeFileSync(file, `${'k'.repeat(43)}\n`)
  expect(readKeyFile(file).reveal()).toBe('k'.repeat(43))
})
