import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parsePublicKey } from './public-key.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'berth-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['ed25519', '256'],
  ['ecdsa', '256'],
  ['rsa', '2048'],
])("%s: the fingerprint is ssh-keygen's, and the comment goes", (type, bits) => {
  const file = path.join(folder, type)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-b', bits, '-N', '', '-C', 'me@here', '-f', file])
  const line = readFileSync(`${file}.pub`, 'utf8')
  const key = parsePublicKey(line)
  expect(execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' })).toContain(
    key.fingerprint,
  )
  expect(key.text).toBe(line.trim().split(' ').slice(0, 2).join(' '))
  expect(() => parsePublicKey(line.slice(0, 60))).toThrow('cut off')
  expect(() => parsePublicKey(readFileSync(file, 'utf8'))).toThrow('private key')
})

test.each([
  '',
  'hello',
  'ssh-dss AAAA',
  'ssh-ed25519 !!!',
  'ssh-ed25519 AAAA\nssh-ed25519 AAAA',
  'command="x" ssh-ed25519 AAAA',
])('%j is none', (text) => expect(() => parsePublicKey(text)).toThrow())

test('a weak key is refused', () => {
  const file = path.join(folder, 'weak')
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', file])
  expect(() => parsePublicKey(readFileSync(`${file}.pub`, 'utf8'))).toThrow('2048')
})
