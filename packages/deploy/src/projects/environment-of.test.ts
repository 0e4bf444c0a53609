import { expect, test } from 'vitest'
import { behind, environmentOf, overridden, secretsOf } from './environment-of.ts'

const ref = (id: string, version = 1) => ({ id, version, as: 'env' as const })
const release = {
  env: { MODE: 'own' },
  sharedEnv: { MODE: 'shared', HOST: 'db', TOKEN: 'plain' },
  secrets: { TOKEN: ref('sct_own') },
  sharedSecrets: { TOKEN: ref('sct_shared'), MODE: ref('sct_mode'), KEY: ref('sct_key') },
}
const shared = (env: Record<string, string>, secrets = release.sharedSecrets) => ({ env, secrets })

test('an app has what its project has, under its own variables and secrets', () => {
  expect(environmentOf(release)).toEqual({ MODE: 'own', HOST: 'db' })
  expect(secretsOf(release)).toEqual({ TOKEN: ref('sct_own'), KEY: ref('sct_key') })
})

test('what it has of its own hides the project’s', () => {
  expect(overridden(release, shared({ MODE: 'x', NEW: 'z' }))).toEqual(['MODE', 'TOKEN'])
})

test('a change that would not reach the app leaves it as it is', () => {
  expect(behind(release, shared({ MODE: 'other', HOST: 'db', TOKEN: 'other' }))).toEqual([])
})

test('what came, changed and went since it was drafted is named', () => {
  expect(behind(release, shared({ HOST: 'elsewhere', NEW: '1' }))).toEqual(['HOST', 'NEW'])
  expect(behind(release, shared({}))).toEqual(['HOST'])
  const later = { ...release.sharedSecrets, KEY: ref('sct_key', 2), MODE: ref('sct_mode', 2) }
  expect(behind(release, shared({ HOST: 'db' }, later))).toEqual(['KEY'])
})
