import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rotateLogs } from './rotate-logs.ts'

test('a long log is cut, and its writer goes on at the start', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'berth-logs-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const log = path.join(dir, 'web.log')
  const writer = openSync(log, 'a')
  writeSync(writer, 'a long line\n')
  appendFileSync(path.join(dir, 'short.log'), 'x')

  await rotateLogs(dir, 5)
  writeSync(writer, 'next\n')

  expect(readFileSync(`${log}.1`, 'utf8')).toBe('a long line\n')
  expect(readFileSync(log, 'utf8')).toBe('next\n')
  expect(readFileSync(path.join(dir, 'short.log'), 'utf8')).toBe('x')
})
