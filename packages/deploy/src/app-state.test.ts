import { expect, test } from 'vitest'
import { type AppStateInput, appState } from './app-state.ts'
import { container, fresh, release } from './test-models.ts'

const good = container('r1.web.1')
const exit = { kind: 'exit', code: 1 } as const
const crashed = container('r1.web.1', { observed: 'backoff', healthy: false, restarts: 4, end: exit })
const done = container('r1.web.1', { observed: 'stopped', healthy: false, end: { kind: 'exit', code: 0 } })
const once = release(1, { restart: { policy: 'no' } })
const both = release(1, { restart: { policy: 'on-failure' }, processes: { web: { replicas: 2 } } })
const two = release(1, { processes: { web: { replicas: 2 } } })

test.each<[string, Partial<AppStateInput>, string, string | null]>([
  ['all is well', { containers: [good] }, 'running', null],
  ['never deployed', { current: null }, 'empty', null],
  [
    'a deploy runs',
    { lastDeploy: { state: 'running', reason: null }, containers: [good] },
    'deploying',
    null,
  ],
  ['a deploy waits', { current: null, lastDeploy: { state: 'queued', reason: null } }, 'deploying', null],
  [
    'the first deploy failed',
    { current: null, lastDeploy: { state: 'failed', reason: 'no such file' } },
    'failed',
    'no such file',
  ],
  [
    'a later deploy failed',
    { lastDeploy: { state: 'failed', reason: 'no such file' }, containers: [good] },
    'running',
    null,
  ],
  ['stopped by hand', { desired: 'stopped', containers: [] }, 'stopped', null],
  ['it crashes', { containers: [crashed] }, 'crashing', 'exited with code 1'],
  [
    'it crashes, and is just starting again',
    { containers: [{ ...crashed, observed: 'starting' }] },
    'crashing',
    'exited with code 1',
  ],
  [
    'its machine was started again, and it with it',
    { containers: [{ ...crashed, observed: 'starting', end: { kind: 'host-reboot' } }] },
    'deploying',
    'ended with its host, which restarted',
  ],
  [
    'out of memory',
    { containers: [{ ...crashed, end: { kind: 'oom', limit: 64 * 1024 ** 2 } }] },
    'crashing',
    'killed: out of memory, it used all of its 64 MiB',
  ],
  [
    'it runs again since a moment',
    { containers: [{ ...good, restarts: 1, end: exit, startedAt: new Date() }] },
    'degraded',
    'exited with code 1',
  ],
  [
    'it was restarted by hand a moment ago',
    {
      containers: [
        {
          ...good,
          restarts: 1,
          end: { kind: 'stopped', by: 'a restart', code: 0, forced: false },
          startedAt: new Date(),
        },
      ],
    },
    'running',
    null,
  ],
  [
    'it was stopped by hand, and is to start again',
    {
      containers: [
        { ...crashed, observed: 'stopped', end: { kind: 'stopped', by: 'ada', code: 0, forced: false } },
      ],
    },
    'deploying',
    'stopped by ada',
  ],
  [
    'it crashed once, long ago',
    { containers: [{ ...good, restarts: 1, end: exit, startedAt: new Date(Date.now() - 600_000) }] },
    'running',
    null,
  ],
  [
    'one of two crashes',
    { current: two, containers: [good, { ...crashed, id: 'x', instance: 2 }] },
    'degraded',
    'exited with code 1',
  ],
  [
    'one of two has no place',
    { current: two, containers: [good] },
    'degraded',
    'no node has room for an instance',
  ],
  [
    'its node is lost',
    { containers: [{ ...good, observed: 'lost' }] },
    'degraded',
    'its node stopped answering',
  ],
  ['it was just started', { containers: [fresh('r1.web.1')] }, 'deploying', 'starting'],
  [
    'it was stopped, and is wanted again',
    { containers: [{ ...good, observed: 'stopped', generation: 2 }] },
    'deploying',
    'starting',
  ],
  [
    'it has not answered yet',
    { containers: [{ ...good, healthy: false }] },
    'deploying',
    'waiting until it answers',
  ],
  [
    'no instance is wanted',
    { current: release(1, { processes: { web: { replicas: 0 } } }) },
    'scaled-to-zero',
    null,
  ],
  ['its only program ended', { current: once, containers: [done] }, 'ended', 'exited with code 0'],
  [
    'its only program failed, and is not started again',
    { current: once, containers: [{ ...done, end: exit }] },
    'ended',
    'exited with code 1',
  ],
  [
    'it was started again, of which its node knows nothing yet',
    { current: once, containers: [{ ...done, generation: 2 }] },
    'deploying',
    'starting',
  ],
  [
    'one of two has done its work',
    { current: both, containers: [done, container('r1.web.2')] },
    'running',
    null,
  ],
  [
    'one of two has failed for good',
    { current: both, containers: [{ ...done, end: exit }, container('r1.web.2')] },
    'degraded',
    'exited with code 1',
  ],
  [
    'containers of an older release do not count',
    { containers: [good, { ...crashed, releaseId: 'rel_0' }] },
    'running',
    null,
  ],
])('%s', (_, change, state, reason) => {
  const input: AppStateInput = {
    desired: 'running',
    asleep: false,
    current: release(1),
    lastDeploy: { state: 'succeeded', reason: null },
    containers: [],
    ...change,
  }
  expect(appState(input)).toMatchObject({ state, reason })
})

test('an instance that came back a moment ago is shaky after a crash, and sound after its machine restarted', () => {
  const now = new Date('2026-01-01T00:00:10Z')
  const back = { ...good, restarts: 1, startedAt: new Date('2026-01-01T00:00:00Z') }
  const state = (end: typeof exit | { kind: 'host-reboot' } | { kind: 'supervisor-killed' }) =>
    appState(
      {
        desired: 'running',
        asleep: false,
        current: release(1),
        lastDeploy: null,
        containers: [{ ...back, end }],
      },
      now,
    ).state
  expect(state(exit)).toBe('degraded')
  expect(state({ kind: 'host-reboot' })).toBe('running')
  expect(state({ kind: 'supervisor-killed' })).toBe('running')
})

test('why is told as facts too, for other languages', () => {
  const input = { desired: 'running', asleep: false, current: release(1), lastDeploy: null } as const
  const causeOf = (change: Partial<AppStateInput>) => appState({ ...input, containers: [], ...change }).cause
  expect(causeOf({ containers: [good] })).toBeNull()
  expect(causeOf({})).toEqual({ kind: 'waits', for: 'room' })
  expect(causeOf({ containers: [crashed] })).toEqual({ kind: 'ended', end: exit })
  const note = { kind: 'no-room', cpu: 1, memory: 64 } as const
  const lastDeploy = { state: 'failed', reason: 'no node has room', note }
  expect(causeOf({ current: null, lastDeploy })).toEqual({ kind: 'deploy', note })
})

test('a sleeping app sleeps whatever its instances are, but not while it is deployed or stopped', () => {
  const input = { asleep: true, current: release(1), containers: [good] } as const
  const lastDeploy = { state: 'running', reason: null }
  expect(appState({ ...input, desired: 'running', lastDeploy: null }).state).toBe('asleep')
  expect(appState({ ...input, desired: 'running', lastDeploy }).state).toBe('deploying')
  expect(appState({ ...input, desired: 'stopped', lastDeploy: null }).state).toBe('stopped')
})
