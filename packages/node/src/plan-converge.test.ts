import { describe, expect, test } from 'vitest'
import { BerthError } from '@berth/core'
import {
  afterEnd,
  afterFailedStart,
  afterGranted,
  afterHealthy,
  afterReconnect,
  afterRefusedLimits,
  afterSpec,
  afterStart,
  HEALTH_CHECK,
} from './account.ts'
import { adoptedMemory, newMemory } from './memory.ts'
import { type LocalState, planConverge } from './plan-converge.ts'
import { endedRun, runningRun, seconds, specOf, T0 } from './spec.fixture.ts'

const START = ['pull', 'snapshot', 'attach', 'volumes', 'start', 'health']

function kinds(local: Partial<LocalState>, now = T0): string[] {
  const whole = { memory: newMemory(specOf()), run: undefined, attached: false, ...local }
  return planConverge(whole, now).map((step) => step.kind)
}

const running = afterHealthy(afterStart(newMemory(specOf()), runningRun()))
const exited = (code: number, at = seconds(1)) => ({
  at,
  end: { kind: 'exit', code } as const,
  lastLines: [],
})
const failed = (code: 'image.not_found' | 'image.pull_failed', at = T0) => ({
  error: new BerthError(code, 'no'),
  at,
  lastLines: [],
  run: undefined,
})

describe('wanted running', () => {
  test('a new container is started from the beginning', () => {
    expect(kinds({})).toEqual(START)
  })

  test('one that runs and is healthy is left alone', () => {
    expect(kinds({ memory: running, run: runningRun(), attached: true })).toEqual([])
  })

  test('one that runs and was never seen healthy is checked', () => {
    const memory = afterStart(newMemory(specOf()), runningRun())
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['health'])
  })

  test('one that runs and of which nothing is remembered is checked, not started again', () => {
    const memory = adoptedMemory(specOf(), T0)
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['health'])
  })

  test('one that is paused and shall run goes on; nothing is started anew when it ends later', () => {
    const paused = afterSpec(running, specOf({ generation: 2, desired: 'paused' }))
    const memory = afterSpec(paused, specOf({ generation: 3 }))
    expect(kinds({ memory, run: { ...runningRun(), paused: true }, attached: true })).toEqual(['unpause'])
    expect(memory.asked).toBe(false)
  })

  test('one that was stopped and then paused is started when it shall run, whenever its end is seen', () => {
    const end = {
      at: T0,
      end: { kind: 'stopped', by: 'a request', code: 0, forced: false },
      lastLines: [],
    } as const
    const stopped = afterSpec(running, specOf({ generation: 2, desired: 'stopped' }))
    const pause = specOf({ generation: 3, desired: 'paused' })
    const run = specOf({ generation: 4 })
    for (const memory of [
      afterSpec(afterSpec(afterEnd(stopped, end), pause), run),
      afterSpec(afterEnd(afterSpec(stopped, pause), end), run),
      afterEnd(afterSpec(afterSpec(stopped, pause), run), end),
    ]) {
      expect(kinds({ memory })).toEqual(START)
    }
  })

  test('a start that was asked for of what still runs is not owed at its next end', () => {
    const once = { policy: 'no' } as const
    const stopped = afterSpec(running, specOf({ generation: 2, desired: 'stopped', restart: once }))
    const wanted = afterSpec(stopped, specOf({ generation: 3, restart: once }))
    expect(kinds({ memory: wanted, run: runningRun(), attached: true })).toEqual(['granted'])
    const memory = afterGranted(wanted)
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual([])
    expect(kinds({ memory: afterEnd(memory, exited(1)), attached: true })).toEqual(['detach'])
  })

  test('a stop that was under way when it was wanted again is made good', () => {
    const end = { kind: 'stopped', by: 'a request', code: 0, forced: false } as const
    const memory = afterEnd(running, { at: T0, end, lastLines: [] })
    expect(kinds({ memory })).toEqual(START)
  })

  test('a program that ended rests by its policy until somebody asks for it', () => {
    const spec = specOf({ restart: { policy: 'on-failure' } })
    const memory = afterEnd(afterStart(newMemory(spec), runningRun()), exited(0))
    expect(kinds({ memory, attached: true })).toEqual(['detach'])
    expect(kinds({ memory })).toEqual([])
    expect(kinds({ memory: afterSpec(memory, { ...spec, generation: 2, restartNonce: 1 }) })).toEqual(START)
  })

  test('a restart that was asked for within a start is finished, also by an agent that finds it stopped', () => {
    const begun = newMemory(specOf())
    const asked = afterSpec(begun, specOf({ generation: 2, restartNonce: 1 }))
    const started = afterStart(asked, runningRun(), begun)
    expect(kinds({ memory: started, run: runningRun(), attached: true })).toEqual(['stop', ...START])
    const end = { kind: 'stopped', by: 'a restart', code: null, forced: true } as const
    expect(kinds({ memory: afterEnd(started, { at: T0, end, lastLines: [] }) })).toEqual(START)
  })

  test('a job whose start nobody noted is noted, and neither started nor restarted', () => {
    const job = specOf({ job: {}, restart: { policy: 'no' } })
    const memory = newMemory(job)
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['note-start'])
    expect(kinds({ memory: afterEnd(memory, exited(0)) })).toEqual([])
    const rebooted = { at: T0, end: { kind: 'host-reboot' }, lastLines: [] } as const
    expect(kinds({ memory: afterEnd(afterStart(memory, runningRun()), rebooted) })).toEqual([])
  })

  test('other limits are set on what runs, unless they were refused', () => {
    const limits = { ...specOf().limits, cpu: 2 }
    const memory = afterSpec(running, specOf({ generation: 2, limits }))
    const local = { memory, run: runningRun(), attached: true }
    expect(kinds(local)).toEqual(['update'])
    expect(kinds({ ...local, memory: afterRefusedLimits(memory, 2, 'no') })).toEqual([])
    expect(kinds({ ...local, run: { ...runningRun(), limits } })).toEqual([])
  })

  test('a restart stops and starts it', () => {
    const memory = afterSpec(running, specOf({ generation: 2, restartNonce: 1 }))
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['stop', ...START])
  })

  test('a restart that was broken off between stop and start goes on with the start', () => {
    const asked = afterSpec(running, specOf({ generation: 2, restartNonce: 1 }))
    const end = { kind: 'stopped', by: 'a restart', code: 0, forced: false } as const
    const memory = afterEnd(asked, { at: seconds(1), end, lastLines: [] })
    expect(kinds({ memory, run: endedRun(end, seconds(1)), attached: true })).toEqual(START)
  })

  test('an end that is not remembered is accounted first', () => {
    const run = endedRun({ kind: 'exit', code: 1 }, seconds(1))
    expect(kinds({ memory: running, run, attached: true })).toEqual(['account'])
  })

  test('one that ended waits for its next start, and then starts', () => {
    const memory = afterEnd(running, exited(1))
    const run = endedRun({ kind: 'exit', code: 1 }, seconds(1))
    expect(kinds({ memory, run, attached: true }, seconds(1))).toEqual(['wait'])
    expect(kinds({ memory, run, attached: true }, seconds(1.2))).toEqual(START)
  })

  test('one that is to rest after its end gives its address back, once', () => {
    const memory = afterEnd({ ...running, spec: specOf({ restart: { policy: 'no' } }) }, exited(0))
    const run = endedRun({ kind: 'exit', code: 0 }, seconds(1))
    expect(kinds({ memory, run, attached: true }, seconds(99))).toEqual(['detach'])
    expect(kinds({ memory, run, attached: false }, seconds(99))).toEqual([])
  })

  test('a start that no retry heals is not tried again, until something else is wanted', () => {
    const memory = afterFailedStart(newMemory(specOf()), failed('image.not_found'))
    expect(kinds({ memory }, seconds(999))).toEqual([])
    expect(kinds({ memory: afterSpec(memory, specOf({ generation: 2 })) })).toEqual(START)
  })

  test('a start that may heal is tried again later, and at once when control is back', () => {
    const memory = afterFailedStart(newMemory(specOf()), failed('image.pull_failed'))
    expect(kinds({ memory })).toEqual(['wait'])
    expect(kinds({ memory }, seconds(0.1))).toEqual(START)
    expect(kinds({ memory: afterReconnect(memory) })).toEqual(START)
  })

  test('one that crashes is not hurried by a reconnect', () => {
    const memory = afterEnd(running, exited(1))
    expect(afterReconnect(memory)).toBe(memory)
  })
})

describe('wanted paused', () => {
  const memory = afterSpec(running, specOf({ generation: 2, desired: 'paused' }))

  test('one that runs is paused, once', () => {
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['pause'])
    expect(kinds({ memory, run: { ...runningRun(), paused: true }, attached: true })).toEqual([])
  })

  test('one that does not run is left alone', () => {
    expect(kinds({ memory })).toEqual([])
  })
})

describe('wanted stopped', () => {
  const spec = specOf({ generation: 2, desired: 'stopped' })

  test('one that runs is stopped, and gives its address back', () => {
    expect(kinds({ memory: afterSpec(running, spec), run: runningRun(), attached: true })).toEqual([
      'stop',
      'detach',
    ])
  })

  test('one that does not run is left alone, whatever its policy says', () => {
    const memory = afterSpec(afterEnd(running, exited(1)), spec)
    expect(kinds({ memory, run: endedRun({ kind: 'exit', code: 1 }, seconds(1)) }, seconds(99))).toEqual([])
    expect(kinds({ memory: newMemory(spec) })).toEqual([])
  })

  test('wanted running again it starts at once, also after an end of its own', () => {
    const stopped = afterSpec({ ...afterEnd(running, exited(0)), nextStartAt: null }, spec)
    const memory = afterSpec(stopped, specOf({ generation: 3 }))
    expect(kinds({ memory, run: endedRun({ kind: 'exit', code: 0 }, seconds(1)) })).toEqual(START)
  })
})

describe('wanted removed', () => {
  const spec = specOf({ generation: 2, desired: 'removed' })

  test('one that runs is stopped, disconnected and removed', () => {
    expect(kinds({ memory: afterSpec(running, spec), run: runningRun(), attached: true })).toEqual([
      'stop',
      'detach',
      'remove',
    ])
  })

  test('one that never ran leaves nothing either', () => {
    expect(kinds({ memory: newMemory(spec) })).toEqual(['detach', 'remove'])
  })
})

describe('what is remembered of an end', () => {
  test('a short run makes the next wait longer, a long one starts over', () => {
    const first = afterEnd(running, exited(1))
    const second = afterEnd(
      afterStart(first, { ...runningRun(), startedAt: seconds(2) }),
      exited(1, seconds(3)),
    )
    expect(second.nextStartAt).toBe(seconds(3.2).toISOString())
    expect(second.restarts).toBe(1)
    const long = afterEnd(
      afterStart(second, { ...runningRun(), startedAt: seconds(4) }),
      exited(1, seconds(20)),
    )
    expect(long.nextStartAt).toBe(seconds(20.1).toISOString())
  })

  test('a start that somebody asked for is no restart', () => {
    const asked = afterSpec(running, specOf({ restartNonce: 7, generation: 2 }))
    expect(afterStart(asked, runningRun()).restarts).toBe(0)
  })

  test('what was wanted in the middle of a start is not forgotten over it', () => {
    const begun = newMemory(specOf())
    const meanwhile = afterSpec(begun, specOf({ generation: 2, restartNonce: 1, desired: 'stopped' }))
    const memory = afterStart(meanwhile, runningRun(), begun)
    expect(memory).toMatchObject({ spec: { generation: 2, desired: 'stopped' }, started: { nonce: 0 } })
    expect(kinds({ memory, run: runningRun(), attached: true })).toEqual(['stop', 'detach'])
  })

  test('on failure it starts again so many times, and never after a success', () => {
    const policy = { policy: 'on-failure', max: 2 } as const
    const limited = { ...running, spec: specOf({ restart: policy }) }
    const once = afterEnd(limited, exited(1))
    const twice = afterEnd({ ...once, end: null }, exited(1, seconds(2)))
    const thrice = afterEnd({ ...twice, end: null }, exited(1, seconds(3)))
    expect([once, twice, thrice].map((memory) => memory.nextStartAt !== null)).toEqual([true, true, false])
    expect(afterEnd(limited, exited(0)).nextStartAt).toBeNull()
  })

  test('a stop by the health check is no stop that anybody asked for', () => {
    const end = { kind: 'stopped', by: HEALTH_CHECK, code: 143, forced: false } as const
    const memory = afterEnd(running, { at: seconds(1), end, lastLines: ['a'] })
    expect(memory).toMatchObject({ end: { kind: 'unhealthy' }, failures: 1, lastLines: ['a'] })
    expect(memory.nextStartAt).not.toBeNull()
  })

  test('a stop that was asked for is not undone by any policy', () => {
    const end = { kind: 'stopped', by: 'a request', code: 0, forced: false } as const
    expect(afterEnd(running, { at: seconds(1), end, lastLines: [] }).nextStartAt).toBeNull()
  })
})
