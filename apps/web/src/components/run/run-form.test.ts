import type { ReleaseView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { EMPTY_RUN, readRun, runText } from './run-form.ts'

test('an empty form asks for nothing special', () => {
  expect(readRun(EMPTY_RUN)).toEqual({ run: { health: { kind: 'port' }, options: {} } })
})

test('what is typed becomes what the API takes', () => {
  const text = {
    ...EMPTY_RUN,
    ...{ command: "sh -c 'serve it'", check: 'http' as const, path: '/healthz', readOnly: true },
    ...{ tmpfs: '/tmp:64M, /run:1M', ulimits: 'nofile=1024 nproc=50' },
    ...{
      stopSignal: 'SIGINT',
      stopSeconds: '2.5',
      drainSeconds: '60',
      restart: 'on-failure' as const,
      restartMax: '3',
    },
    ...{ healthInterval: '30', healthTimeout: '2', healthRetries: '5', healthStart: '60' },
  }
  expect(readRun(text)).toEqual({
    run: {
      command: ['sh', '-c', 'serve it'],
      health: { kind: 'http', path: '/healthz' },
      options: {
        readOnly: true,
        tmpfs: [
          { path: '/tmp', bytes: 64 * 1024 ** 2 },
          { path: '/run', bytes: 1024 ** 2 },
        ],
        ulimits: { nofile: 1024, nproc: 50 },
        stopSignal: 'SIGINT',
        stopTimeoutMs: 2500,
        drainMs: 60_000,
        healthIntervalMs: 30_000,
        healthTimeoutMs: 2000,
        healthRetries: 5,
        healthStartPeriodMs: 60_000,
      },
      restart: { policy: 'on-failure', max: 3 },
    },
  })
})

test('what cannot be read is named', () => {
  const text = {
    ...EMPTY_RUN,
    ...{ command: "sh -c 'open", check: 'http' as const, path: 'healthz', tmpfs: 'tmp:1M' },
    ...{ ulimits: 'nofile', stopSeconds: 'soon', drainSeconds: '301', restartMax: '0', healthStart: '541' },
  }
  expect(readRun(text)).toEqual({
    bad: ['command', 'path', 'tmpfs', 'ulimits', 'stopSeconds', 'drainSeconds', 'restartMax', 'healthStart'],
  })
  expect(readRun({ ...EMPTY_RUN, check: 'command' })).toEqual({ bad: ['checkCommand'] })
})

test('the form of a release asks for that release', () => {
  const release = {
    processes: { web: { command: ['a', 'b c'], replicas: 1 } },
    health: { kind: 'command', argv: ['test', '-e', '/ready'], timeoutMs: 1 },
    restart: { policy: 'no' },
    options: {
      tmpfs: [{ path: '/tmp', bytes: 65_536 }],
      stopTimeoutMs: 5000,
      drainMs: 0,
      ulimits: { nofile: 9 },
      healthRetries: 2,
    },
  } as unknown as ReleaseView // only how it runs is read
  expect(readRun(runText(release))).toEqual({
    run: {
      command: ['a', 'b c'],
      health: { kind: 'command', argv: ['test', '-e', '/ready'] },
      restart: { policy: 'no' },
      options: release.options,
    },
  })
})
