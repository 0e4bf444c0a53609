import { expect, test } from 'vitest'
import { liveShared } from './live-shared.ts'

const release = { sharedEnvNames: ['MODE'], sharedSecretNames: ['KEY'] }
const app = { name: 'web', release: 1, running: true, overrides: [], behind: ['KEY'] }
const other = { ...app, name: 'api', behind: ['MODE'] }

test('of what a project shares an app has its own part', () => {
  const views = { env: { apps: [other, app], env: { MODE: 'a' } }, secrets: [{ name: 'KEY' }] }
  expect(liveShared('web', release, views)).toEqual({
    behind: ['KEY'],
    before: ['MODE', 'KEY'],
    variables: { MODE: 'a' },
    secrets: ['KEY'],
  })
  expect(liveShared('new', release, views).behind).toEqual([])
})

test('who may not read variables or secrets is told nothing', () => {
  const env = { apps: [app], env: { MODE: 'a' } }
  expect(liveShared('web', release, { env: null, secrets: [] }).behind).toEqual([])
  expect(liveShared('web', release, { env, secrets: null }).behind).toEqual([])
})
