import { expect, test } from 'vitest'
import { manifestKey } from './backup-keys.ts'
import { type BackupManifest, readManifest, writeManifest } from './backup-manifest.ts'

const real: Omit<BackupManifest, 'format' | 'version'> = {
  ...{ id: 'bak_aaaaaaaaaaaaaaaa', volume: 'files', app: 'shop', tenant: 'ten_a', volumeId: 'vol_a' },
  ...{ takenAt: '2026-05-01T10:00:00.000Z', by: 'ada@example.org', origin: 'asked' },
  archive: { bytes: 1000, storedBytes: 400, digest: `sha256:${'a'.repeat(64)}` },
  limitBytes: 2 ** 30,
}
const key = manifestKey(real.volume, real.id)
const readBack = (change: object) =>
  readManifest(key, JSON.stringify({ format: 'berth-volume-backup', version: 1, ...real, ...change }))
const sized = (change: object) => ({ archive: { ...real.archive, ...change } })

test('what was written is read', () => {
  expect(readManifest(key, writeManifest(real))).toMatchObject(real)
})

test('one of ours is read whatever its maker is called', () => {
  const by = `token "a\u0000b\n" ${'x'.repeat(400)}`
  expect(readManifest(key, writeManifest({ ...real, by }))?.by).toMatch(/^token "a b " x+$/)
})

test.each([
  ['a NUL in who made it', { by: 'x\u0000y' }],
  ['an escape of a terminal in the app', { app: '\u001b[2J' }],
  ['half a character in the volume it was', { volumeId: '\ud800' }],
  ['a year that no database holds', { takenAt: '0000-01-01T00:00:00Z' }],
  ['a year that never comes', { takenAt: '9999-12-31T00:00:00Z' }],
  ['a limit beyond any volume', { limitBytes: 2 ** 53 - 1 }],
  ['more than its volume may hold', sized({ bytes: 2 ** 40 })],
  ['more packed than unpacked', sized({ storedBytes: 2 ** 40 })],
  ['another volume than its key says', { volume: 'else' }],
])('%s is no manifest', (_, change) => {
  expect(readBack(change)).toBeUndefined()
})
