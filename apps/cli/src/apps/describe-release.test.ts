import { DEFAULT_LIMITS } from '@berth/core'
import type { ReleaseView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { describeRelease } from './describe-release.ts'

const usual = { port: 80, health: { kind: 'none' }, limits: null } as const

const plain: ReleaseView = {
  id: 'rel_a',
  number: 1,
  image: 'hello:1',
  digest: 'sha256:a',
  port: 80,
  limits: DEFAULT_LIMITS,
  envNames: [],
  sharedEnvNames: [],
  sharedSecretNames: [],
  secrets: [],
  replicas: 1,
  by: 'ada',
  createdAt: new Date(),
  current: true,
  rollbackOf: null,
  givenUp: false,
  build: null,
  commit: null,
  state: 'live',
  reason: null,
  worked: true,
  ...{ volumes: [], releaseCommand: null, cron: [] },
  processes: { web: { command: null, replicas: 1, ...usual } },
  health: { kind: 'tcp', port: 80, timeoutMs: 30_000 },
  restart: { policy: 'always' },
  options: {},
}

test('what nobody set is said as it holds', () => {
  expect(Object.fromEntries(describeRelease(plain))).toEqual({
    command: "the image's own",
    'health check': 'port 80 takes connections',
    'health times': '30 s to start, 5 s for an answer, ended after 3 failures',
    restart: 'always',
    root: 'can be written',
    'in memory': '-',
    ulimits: '-',
    drain: '15 s to finish what is served',
    stop: "the image's signal, else SIGTERM, killed after 10 s",
  })
})

test('what was set is said as it was set', () => {
  const release: ReleaseView = {
    ...plain,
    processes: { web: { command: ['sh', '-c', "echo 'hi'; sleep 1"], replicas: 1, ...usual } },
    health: {
      kind: 'http',
      port: 80,
      path: '/healthz',
      timeoutMs: 60_000,
      intervalMs: 30_000,
      probeMs: 2000,
      retries: 5,
    },
    restart: { policy: 'on-failure', max: 3 },
    options: {
      readOnly: true,
      tmpfs: [{ path: '/tmp', bytes: 64 * 1024 ** 2 }],
      ulimits: { nofile: 1024 },
      stopSignal: 'SIGINT',
      stopTimeoutMs: 30_000,
      drainMs: 60_000,
    },
  }
  expect(Object.fromEntries(describeRelease(release))).toEqual({
    command: `sh -c 'echo '\\''hi'\\''; sleep 1'`,
    'health check': 'GET /healthz on port 80 is answered with 200 to 399',
    'health times': '60 s to start, every 30 s, 2 s for an answer, ended after 5 failures',
    restart: 'on-failure, 3 times in a row at most',
    root: 'can only be read',
    'in memory': '/tmp 64 MiB',
    ulimits: 'nofile=1024',
    drain: '60 s to finish what is served',
    stop: 'SIGINT, killed after 30 s',
  })
})
