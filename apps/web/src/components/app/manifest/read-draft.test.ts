import type { LiveApp } from '@berth/manifest'
import { expect, test } from 'vitest'
import { readDraft } from './read-draft.ts'

const live: LiveApp = {
  port: 80,
  health: { kind: 'none' },
  limits: { cpu: 1, memory: 2 ** 28, pids: 100, disk: 2 ** 30 },
  processes: {},
  ...{ volumes: [], releaseCommand: null, drainMs: null, cron: [], env: { MODE: 'a' } },
}
const shared = [{ name: 'project.KEY', from: null, to: '(secret)' }]
const nothing = { beside: { domains: [], sleepAfter: null }, shared }

test('a text tells what it would change in a release, and what at once', () => {
  expect(readDraft('environment: { MODE: b }\nsleep: 1h\nbuild: {}\n', live, nothing)).toMatchObject({
    kind: 'plan',
    changes: [{ name: 'environment.MODE', from: 'a', to: 'b' }],
    atOnce: [{ name: 'sleep', to: '1h' }],
    ...{ shared, forBuild: true },
  })
})

test('what is wrong has its place', () => {
  const draft = readDraft('environment:\n  A: [1]\n', live, nothing)
  expect(draft).toMatchObject({ kind: 'wrong', problem: { line: 2, column: 6 } })
})
