import { MIRROR_PRESETS } from '@berth/protocol'
import { expect, test } from 'vitest'
import { EMPTY_MIRROR, presetText, readMirror } from './mirror-form.ts'

test('a preset and nothing else is a whole mirror', () => {
  const [hub] = MIRROR_PRESETS
  expect(readMirror({ ...EMPTY_MIRROR, ...(hub && presetText(hub)) }, true)).toEqual({
    input: {
      url: 'https://registry-1.docker.io',
      namespaces: ['docker.io', 'index.docker.io'],
      username: null,
      realms: [],
      plainHttp: false,
      ttlSeconds: 300,
      maxBytes: 20 * 1024 ** 3,
      enabled: true,
    },
  })
})

test('what is no size and no number is marked', () => {
  expect(readMirror({ ...EMPTY_MIRROR, ttl: 'soon', maxBytes: 'much' }, true)).toEqual({
    bad: ['ttl', 'maxBytes'],
  })
})

test('hosts may be divided by spaces and commas, and a password that was typed is sent', () => {
  const text = { ...EMPTY_MIRROR, realms: 'a.example, b.example', username: 'u', password: 'p' }
  expect(readMirror(text, false)).toMatchObject({
    input: { realms: ['a.example', 'b.example'], username: 'u', password: 'p', enabled: false },
  })
})
