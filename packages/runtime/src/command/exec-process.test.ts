import { expect, test } from 'vitest'
import { type ExecOverrides, mergeExecProcess } from './exec-process.ts'

const BASE = {
  args: ['sleep', '9'],
  cwd: '/',
  env: ['A=1'],
  user: { uid: 5, gid: 6, additionalGids: [7] },
  capabilities: { bounding: ['CAP_KILL' as const] },
}
const NOTHING: ExecOverrides = {
  args: ['ls'],
  terminal: false,
  user: undefined,
  additionalGids: [],
  cwd: undefined,
  env: [],
  capabilities: [],
  apparmorProfile: undefined,
  selinuxLabel: undefined,
  noNewPrivileges: false,
}

test('what is not said is as in the first process', () => {
  expect(mergeExecProcess(BASE, NOTHING)).toMatchObject({ ...BASE, args: ['ls'], terminal: false })
})

test('user, folder, environment and capabilities can be said', () => {
  const said = mergeExecProcess(BASE, {
    ...NOTHING,
    user: '1:2',
    cwd: '/tmp',
    env: ['A=3', 'B=2'],
    capabilities: ['net_raw'],
    additionalGids: [8],
  })
  expect(said.user).toEqual({ uid: 1, gid: 2, additionalGids: [7, 8] })
  expect(said.cwd).toBe('/tmp')
  expect(said.env).toEqual(['A=3', 'B=2'])
  expect(said.capabilities?.bounding).toEqual(['CAP_KILL', 'CAP_NET_RAW'])
  expect(said.capabilities?.ambient).toEqual(['CAP_NET_RAW'])
})

test('a name is no user, and a capability must exist', () => {
  expect(() => mergeExecProcess(BASE, { ...NOTHING, user: 'root' })).toThrow('--user is a number')
  expect(() => mergeExecProcess(BASE, { ...NOTHING, capabilities: ['fly'] })).toThrow(
    'no capability is called "fly"',
  )
})
