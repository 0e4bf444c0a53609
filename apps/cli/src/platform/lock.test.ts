import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from './lock.ts'

test('a folder is locked once, and again after its release', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'berth-lock-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const lock = lockFolder(dir)
  expect(lock).toBeDefined()
  expect(lockFolder(dir)).toBeUndefined()
  lock?.release()
  expect(lockFolder(dir)).toBeDefined()
})

test('a lock does not pass on to the children of its holder', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'berth-lock-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  lockFolder(dir)
  const { stdout } = spawnSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' })
  expect(stdout).not.toContain(dir)
})
