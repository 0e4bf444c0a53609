import { DEFAULT_LIMITS } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { ago, container, fresh, node, NOW } from '../test-models.ts'
import type { JobModel } from './job-model.ts'
import { type JobStep, planJob } from './plan-job.ts'

const nodes = [node('nod_a')]
const queued: JobModel = {
  id: 'job_x',
  kind: 'run',
  state: 'queued',
  attended: false,
  log: 'live',
  cancelBy: null,
  deadline: ago(-60),
  createdAt: ago(5),
  endedAt: null,
  logSince: null,
  wasPlaced: false,
  deployOver: false,
  blocked: false,
  limits: DEFAULT_LIMITS,
  home: undefined,
  container: null,
}
const placed = { ...queued, wasPlaced: true, container: fresh('r1.run.1') }
const running: JobModel = { ...placed, state: 'running', container: container('r1.run.1') }
const over: JobModel = { ...running, state: 'succeeded', endedAt: ago(1), logSince: ago(1) }

const plan = (job: JobModel, at = nodes): JobStep[] => planJob(job, { now: NOW, nodes: at })

function ended(code: number): JobModel['container'] {
  return container('r1.run.1', { observed: 'stopped', end: { kind: 'exit', code } })
}

describe('a job that has not begun', () => {
  test('is placed, once', () => {
    expect(plan(queued)).toEqual([{ kind: 'place', nodeId: 'nod_a' }])
    expect(plan(placed)).toEqual([])
  })

  test('whose container is gone is lost, and not placed again', () => {
    expect(plan({ ...queued, wasPlaced: true })).toEqual([
      { kind: 'end', state: 'lost', cause: 'gone', end: null },
    ])
  })

  test('waits a minute for room, and for those whose place it takes', () => {
    expect(plan(queued, [])).toEqual([])
    expect(plan({ ...queued, createdAt: ago(61), deadline: ago(-3600) }, [])).toEqual([
      { kind: 'end', state: 'failed', cause: 'no-room', end: null },
    ])
    expect(plan({ ...queued, blocked: true })).toEqual([])
  })

  test('ends without a container when nobody wants it any more', () => {
    expect(plan({ ...queued, cancelBy: 'me' })).toMatchObject([{ state: 'canceled', cause: 'canceled' }])
    expect(plan({ ...queued, deployOver: true })).toMatchObject([{ state: 'canceled', cause: 'deploy-over' }])
    expect(plan({ ...queued, deadline: ago(1) })).toMatchObject([{ state: 'failed', cause: 'deadline' }])
  })
})

describe('a job that was placed', () => {
  test('runs when its node says so', () => {
    expect(plan({ ...placed, container: container('r1.run.1') })).toEqual([{ kind: 'begin' }])
    expect(plan(running)).toEqual([])
  })

  test('ends as its program did', () => {
    expect(plan({ ...running, container: ended(0) })).toMatchObject([{ kind: 'end', state: 'succeeded' }])
    expect(plan({ ...running, container: ended(7) })).toMatchObject([
      { kind: 'end', state: 'failed', cause: null, end: { code: 7 } },
    ])
  })

  test('is stopped once when it is to end, and says why', () => {
    const canceled = { ...running, cancelBy: 'me' }
    expect(plan(canceled)).toEqual([{ kind: 'stop' }])
    const stopping = container('r1.run.1', { desired: 'stopped', generation: 2 })
    expect(plan({ ...canceled, container: stopping })).toEqual([])
    const end = { kind: 'stopped', by: 'me', code: 143, forced: false } as const
    const stopped = container('r1.run.1', { desired: 'stopped', observed: 'stopped', end })
    expect(plan({ ...canceled, container: stopped })).toMatchObject([
      { state: 'canceled', cause: 'canceled' },
    ])
    expect(plan({ ...running, deadline: ago(1), container: stopped })).toMatchObject([
      { state: 'failed', cause: 'deadline' },
    ])
  })

  test('that was canceled before it ran has no end of its own', () => {
    const never = fresh('r1.run.1', { desired: 'stopped', observed: 'stopped', observedGeneration: 1 })
    expect(plan({ ...placed, cancelBy: 'me', container: never })).toMatchObject([
      { kind: 'end', state: 'canceled', end: null },
    ])
  })

  test('is lost with its node, its host or its supervisor', () => {
    expect(plan({ ...running, container: container('r1.run.1', { observed: 'lost' }) })).toMatchObject([
      { state: 'lost', end: { kind: 'node-lost' } },
    ])
    for (const kind of ['host-reboot', 'supervisor-killed'] as const) {
      const gone = container('r1.run.1', { observed: 'stopped', end: { kind } })
      expect(plan({ ...running, container: gone })).toMatchObject([{ state: 'lost', end: { kind } }])
    }
  })

  test('whose viewer has left says so', () => {
    const hungUp = container('r1.run.1', { observed: 'stopped', end: { kind: 'signal', signal: 'SIGHUP' } })
    expect(plan({ ...running, attended: true, container: hungUp })).toMatchObject([{ cause: 'viewer-left' }])
    expect(plan({ ...running, container: hungUp })).toMatchObject([{ state: 'failed', cause: null }])
  })
})

describe('the container of a job that has ended', () => {
  const gone = [{ kind: 'give-up-log' }, { kind: 'remove' }]

  test('waits for its log, but not for ever, whatever the clock of its node says', () => {
    expect(plan({ ...over, container: ended(0) })).toEqual([])
    expect(plan({ ...over, endedAt: ago(3600), container: ended(0) })).toEqual([])
    expect(plan({ ...over, logSince: ago(121), container: ended(0) })).toEqual(gone)
    expect(plan({ ...over, logSince: null, endedAt: ago(121), container: ended(0) })).toEqual(gone)
  })

  test('waits longer for a node that is away', () => {
    const lost = { ...over, container: container('r1.run.1', { observed: 'lost' }) }
    expect(plan({ ...lost, logSince: ago(599) })).toEqual([])
    expect(plan({ ...lost, logSince: ago(601) })).toEqual(gone)
  })

  test('is removed, and then forgotten', () => {
    expect(plan({ ...over, log: 'kept', container: ended(0) })).toEqual([{ kind: 'remove' }])
    const removing = { desired: 'removed' } as const
    expect(plan({ ...over, log: 'kept', container: container('r1.run.1', removing) })).toEqual([])
    const removed = container('r1.run.1', { ...removing, observed: 'removed' })
    expect(plan({ ...over, log: 'kept', container: removed })).toEqual([{ kind: 'forget' }])
  })
})
