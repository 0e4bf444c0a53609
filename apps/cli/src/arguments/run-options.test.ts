import { expect, test } from 'vitest'
import { parseRunOptions } from './run-options.ts'

test('flags become options, and none become nothing', () => {
  expect(parseRunOptions({})).toBeUndefined()
  expect(
    parseRunOptions({
      readOnly: true,
      tmpfs: ['/tmp:64M'],
      ulimit: ['nofile=1024'],
      stopSignal: 'int',
      stopTimeout: 30,
    }),
  ).toEqual({
    readOnly: true,
    tmpfs: [{ path: '/tmp', bytes: 64 * 1024 ** 2 }],
    ulimits: { nofile: 1024 },
    stopSignal: 'SIGINT',
    stopTimeoutMs: 30_000,
  })
})

test('process 1 is asked for or declined', () => {
  expect(parseRunOptions({ init: false })).toEqual({ init: false })
  expect(parseRunOptions({ init: true })).toEqual({ init: true })
})

test.each([
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
