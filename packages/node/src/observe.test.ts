import { BerthError } from '@berth/core'
import { observedContainerSchema } from '@berth/protocol'
import { expect, test } from 'vitest'
import { afterEnd, afterFailedStart, afterHealthy, afterSpec, afterStart } from './account.ts'
import { newMemory } from './memory.ts'
import { observe } from './observe.ts'
import type { LocalState } from './plan-converge.ts'
import { endedRun, runningRun, seconds, specOf, T0 } from './spec.fixture.ts'

const fresh = newMemory(specOf())
const running = afterHealthy(afterStart(fresh, runningRun()))
const crashed = afterEnd(running, { at: seconds(1), end: { kind: 'exit', code: 3 }, lastLines: ['boom'] })

function seen(local: Partial<LocalState>, phase: Parameters<typeof observe>[1] = 'idle') {
  const observed = observe({ memory: fresh, run: undefined, attached: false, ...local }, phase, '100.64.0.2')
  expect(observedContainerSchema.safeParse(observed).error).toBeUndefined()
  return observed
}

test('a start is told of step by step', () => {
  expect(seen({}, 'pulling')).toMatchObject({ state: 'pulling', healthy: false })
  expect(seen({}, 'starting')).toMatchObject({ state: 'starting', healthy: false })
  expect(seen({ memory: afterStart(fresh, runningRun()), run: runningRun() })).toMatchObject({
    state: 'running',
    healthy: false,
  })
  expect(seen({ memory: running, run: runningRun() })).toMatchObject({
    state: 'running',
    healthy: true,
    address: '100.64.0.2',
    startedAt: T0.toISOString(),
  })
})

test('a crash is told of with its reason, its last lines and the next start', () => {
  expect(seen({ memory: crashed, run: endedRun({ kind: 'exit', code: 3 }, seconds(1)) })).toMatchObject({
    state: 'backoff',
    healthy: false,
    end: { kind: 'exit', code: 3 },
    lastLines: ['boom'],
    nextStartAt: seconds(1.1).toISOString(),
  })
})

test('what cannot be started at all has failed', () => {
  const error = new BerthError('image.not_found', 'there is no such image')
  const memory = afterFailedStart(fresh, { error, at: T0, lastLines: [], run: undefined })
  expect(seen({ memory })).toMatchObject({
    state: 'failed',
    end: { kind: 'start-failed', message: 'there is no such image', code: 'image.not_found' },
    nextStartAt: null,
  })
})

test('the end of a start that failed says the fault of the image, and nothing that is none', () => {
  const endOf = (fault: unknown) => {
    const error = new BerthError('runtime.start_failed', 'no', { details: { fault } })
    return afterFailedStart(fresh, { error, at: T0, lastLines: [], run: undefined }).end
  }
  const fault = { kind: 'not-in-image', subject: '/bin/x' }
  const end = { kind: 'start-failed', message: 'no', code: 'runtime.start_failed' }
  expect(endOf(fault)).toEqual({ ...end, fault })
  expect(endOf({ kind: 'odd', subject: '/bin/x' })).toEqual(end)
})

test('what is wanted stopped waits for no start', () => {
  const memory = afterSpec(crashed, specOf({ generation: 2, desired: 'stopped' }))
  expect(seen({ memory, run: endedRun({ kind: 'exit', code: 3 }, seconds(1)) })).toMatchObject({
    state: 'stopped',
    nextStartAt: null,
    generation: 2,
  })
})

test('what was removed has no address', () => {
  expect(seen({}, 'removed')).toMatchObject({ state: 'removed', address: null })
})
