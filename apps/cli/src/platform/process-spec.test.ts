import { expect, test } from 'vitest'
import { launchCommand } from './process-spec.ts'

test('a process changes to its user and gives every capability up', () => {
  const { file, args } = launchCommand({
    command: '/bin/node',
    args: ['main.js'],
    user: 'berth-web',
    capabilities: [],
  })
  expect([file, ...args].join(' ')).toBe(
    'setpriv --reuid=berth-web --regid=berth --clear-groups --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all /bin/node main.js',
  )
})

test('what a process may keep is named', () => {
  const { args } = launchCommand({
    command: 'node',
    args: [],
    user: 'berth-resolver',
    capabilities: ['net_bind_service'],
  })
  expect(args).toContain('--ambient-caps=-all,+net_bind_service')
})

test('root starts as it is', () => {
  const agent = { command: 'node', args: ['main.js'], user: 'root', capabilities: [] } as const
  expect(launchCommand(agent)).toEqual({ file: 'node', args: ['main.js'] })
})
