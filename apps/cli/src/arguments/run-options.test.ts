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

test.each([
  [{ tmpfs: ['/tmp'] }, '--tmpfs /tmp has no size'],
  [{ tmpfs: ['/proc/x:1M'] }, '--tmpfs: not at or below /proc'],
  [{ tmpfs: ['/a/../dev:1M'] }, '--tmpfs: without . and ..'],
  [{ ulimit: ['nofile'] }, '--ulimit nofile is no limit'],
  [{ ulimit: ['memlock=1'] }, '--ulimit: '],
  [{ stopSignal: 'STOP' }, '--stop-signal: '],
])('%j is refused by its name', (flags, message) => {
  expect(() => parseRunOptions(flags)).toThrow(message)
})
