import { expect, test } from 'vitest'
import { manifestSchema } from './manifest-schema.ts'
import { manifestWish } from './manifest-wish.ts'

test('port and check of web are the app’s own, and those of others theirs', () => {
  expect(
    manifestWish({
      processes: {
        web: { command: 'node a.js', port: 3000, health: '/up', instances: 2 },
        api: { command: ['api'], port: 9000, health: { command: 'test -e /up && true' } },
        worker: 'work hard',
      },
      environment: { A: '1' },
    }),
  ).toEqual({
    port: 3000,
    health: { kind: 'http', path: '/up' },
    processes: {
      web: { command: ['/bin/sh', '-c', 'exec node a.js'], replicas: 2 },
      api: {
        command: ['api'],
        port: 9000,
        health: { kind: 'command', argv: ['/bin/sh', '-c', 'test -e /up && true'] },
      },
      worker: { command: ['/bin/sh', '-c', 'exec work hard'] },
    },
    onlyProcesses: true,
    env: { A: '1' },
  })
})

test('how long an instance may finish is an option of the app, from nothing to five minutes', () => {
  const read = (drain: string) => manifestSchema.safeParse({ drain })
  const { data } = read('90s')
  expect(data && manifestWish(data)).toEqual({ options: { drainMs: 90_000 } })
  for (const [text, isTaken] of [
    ['0s', true],
    ['5m', true],
    ['301s', false],
    ['1h', false],
    ['5', false],
  ] as const)
    expect(read(text).success, text).toBe(isTaken)
})

test('what is not named is not asked for', () => {
  expect(manifestWish({})).toEqual({})
})
