import { expect, test } from 'vitest'
import { collect } from './collect.ts'
import { parseRestart, parseRunOptions } from './run-options.ts'

test('flags become options, and none become nothing', () => {
  expect(parseRunOptions({})).toBeUndefined()
  expect(
    parseRunOptions({
      readOnly: true,
      tmpfs: ['/tmp:64M'],
      ulimit: ['nofile=1024'],
      stopSignal: 'int',
      stopTimeout: 30,
      drainTimeout: 60,
    }),
  ).toEqual({
    readOnly: true,
    tmpfs: [{ path: '/tmp', bytes: 64 * 1024 ** 2 }],
    ulimits: { nofile: 1024 },
    stopSignal: 'SIGINT',
    stopTimeoutMs: 30_000,
    drainMs: 60_000,
  })
})

test('what an app had is taken away by a word', () => {
  expect(parseRunOptions({ tmpfs: false, ulimit: false, readOnly: false })).toEqual({
    ...{ tmpfs: [], ulimits: {}, readOnly: false },
  })
  expect(collect('/b:1M', collect('/a:1M', false))).toEqual(['/a:1M', '/b:1M'])
})

test('process 1 is asked for or declined', () => {
  expect(parseRunOptions({ init: false })).toEqual({ init: false })
  expect(parseRunOptions({ init: true })).toEqual({ init: true })
})

test('times of a health check are written with their unit', () => {
  const flags = { healthInterval: '1m', healthTimeout: '2s', healthRetries: 5, healthStartPeriod: '30s' }
  expect(parseRunOptions(flags)).toEqual({
    ...{ healthIntervalMs: 60_000, healthTimeoutMs: 2000, healthRetries: 5, healthStartPeriodMs: 30_000 },
  })
})

test('a restart policy may have a number of starts', () => {
  expect(parseRestart('no')).toEqual({ policy: 'no' })
  expect(parseRestart('on-failure')).toEqual({ policy: 'on-failure' })
  expect(parseRestart('on-failure:3')).toEqual({ policy: 'on-failure', max: 3 })
  for (const text of ['never', 'always:3', 'on-failure:0', 'on-failure:']) {
    expect(() => parseRestart(text)).toThrow(`--restart ${text}: choose of always`)
  }
})

test.each([
  [{ healthInterval: '30' }, '--health-interval 30 is no time: write it as 30s or 2m'],
  [{ healthStartPeriod: '10m' }, '--health-start-period 10m: from 1s to 9m'],
  [{ tmpfs: ['/tmp'] }, '--tmpfs /tmp has no size'],
  [{ tmpfs: ['/proc/x:1M'] }, '--tmpfs /proc/x:1M: not at or below /proc'],
  [{ tmpfs: ['/a/../dev:1M'] }, '--tmpfs /a/../dev:1M: without . and ..'],
  [{ ulimit: ['nofile'] }, '--ulimit nofile is no limit'],
  [{ tmpfs: ['/tmp:1'] }, '--tmpfs /tmp:1: a size from 4 KiB up; write it as /tmp:64M'],
  [{ ulimit: ['foo=3'] }, '--ulimit foo=3: there is no limit "foo", choose of nofile, nproc'],
  [{ ulimit: ['nofile=999999999999999'] }, '--ulimit nofile: at most 281474976710656; write it as'],
  [{ stopSignal: 'STOP' }, '--stop-signal STOP: choose of SIGTERM, SIGINT'],
])('%j is refused by its name', (flags, message) => {
  expect(() => parseRunOptions(flags)).toThrow(message)
})
