import { expect, test } from 'vitest'
import { readManifest } from './read-manifest.ts'

const WHOLE = `build:
  directory: web
  args: { MODE: live }
processes:
  web:
    command: node server.js
    instances: 2
    port: 8080
    health: /healthz
    limits: { cpu: 0.5, memory: 256M }
  worker: node worker.js
environment:
  COUNT: 3
  DEBUG: false
`

test('a whole file is read', () => {
  expect(readManifest(WHOLE)).toEqual({
    kind: 'ok',
    value: {
      build: { directory: 'web', args: { MODE: 'live' } },
      processes: {
        web: {
          ...{ command: 'node server.js', instances: 2, port: 8080, health: '/healthz' },
          limits: { cpu: 0.5, memory: 256 * 1024 ** 2 },
        },
        worker: 'node worker.js',
      },
      environment: { COUNT: '3', DEBUG: 'false' },
    },
  })
  expect(readManifest('# nothing yet\n')).toEqual({ kind: 'ok', value: {} })
})

test.each([
  ['processes:\n  web:\n    comand: x\n', 3, 5, 'processes.web.comand is not known'],
  [
    'proceses: {}\n',
    1,
    1,
    'proceses is not known. It may have build, processes, environment, release, drain, volumes, cron, domains, sleep',
  ],
  ['processes:\n  web:\n    instances: -1\n', 3, 16, 'processes.web.instances: '],
  ['processes:\n  web:\n    limits: { memory: lots }\n', 3, 23, '"lots" is no size'],
  ['processes:\n  web:\n    health: [a]\n', 3, 13, 'processes.web.health: is of none of the forms'],
  ['processes:\n  Web: x\n', 2, 3, 'use a-z, 0-9 and -'],
  ['build: { stack: ruby }\n', 1, 17, 'build.stack: '],
  ['domains: [nowhere]\n', 1, 11, 'is no host name'],
  ['sleep: 5s\n', 1, 8, 'give 1m to 720h'],
  ['cron:\n  tidy: { schedule: x, command: y, deadline: 1s }\n', 2, 46, 'give 1m to 24h'],
  ['a: 1\na: 2\n', 2, 1, 'unique'],
  ['environment:\n  A: "x\n', 3, 1, 'quote'],
  ['- a\n', 1, 1, 'berth.yml: '],
  ['environment:\n  A: !!js/function x\n', 2, 6, 'tag'],
])('what is wrong is told with its place: %j', (text, line, column, message) => {
  expect(readManifest(text)).toMatchObject({
    kind: 'wrong',
    problem: { line, column, message: expect.stringContaining(message), text: text.split('\n')[line - 1] },
  })
})

test('a file that grows by names of its own parts is refused', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map(nest)].join('\n')
  expect(readManifest(bomb)).toMatchObject({ kind: 'wrong' })
})

function nest(name: string): string {
  const before = String.fromCharCode(name.charCodeAt(0) - 1)
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`
}
