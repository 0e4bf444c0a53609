import { expect, test } from 'vitest'
import { behind, environmentOf, overridden } from './environment-of.ts'

const release = {
  env: { MODE: 'own' },
  sharedEnv: { MODE: 'shared', HOST: 'db', TOKEN: 'plain' },
  secrets: { TOKEN: {} },
}

test('an app has what its project has, under its own variables and secrets', () => {
  expect(environmentOf(release)).toEqual({ MODE: 'own', HOST: 'db' })
})

test('what it has of its own hides the project’s', () => {
  expect(overridden(release, { MODE: 'x', TOKEN: 'y', NEW: 'z' })).toEqual(['MODE', 'TOKEN'])
})

test('a change that would not reach the app leaves it as it is', () => {
  expect(behind(release, { MODE: 'other', HOST: 'db', TOKEN: 'other' })).toEqual([])
})

test('what came, changed and went since it was drafted is named', () => {
  expect(behind(release, { HOST: 'elsewhere', NEW: '1' })).toEqual(['HOST', 'NEW'])
  expect(behind(release, {})).toEqual(['HOST'])
})
