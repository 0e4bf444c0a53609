import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { privateKeyFrom } from './ed25519-key.ts'

test("OpenSSH's own tool reads the key, and the same seed gives the same one", () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-hostkey-'))
  try {
    const seed = Buffer.alloc(32, 7)
    const file = path.join(folder, 'key')
    writeFileSync(file, privateKeyFrom(seed), { mode: 0o600 })
    expect(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' })).toMatch(/^ssh-ed25519 AAAA/)
    expect(privateKeyFrom(seed)).toBe(privateKeyFrom(seed))
    expect(privateKeyFrom(Buffer.alloc(32, 8))).not.toBe(privateKeyFrom(seed))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
