import { expect, test } from 'vitest'
import { groupPath } from './group-path.ts'

test.each([
  [undefined, '/berth-runtime/c1'],
  ['', '/berth-runtime/c1'],
  ['pod/c1', '/berth-runtime/pod/c1'],
  ['/machine.slice//./libpod-1', '/machine.slice/libpod-1'],
  ['machine.slice:libpod:abc', '/machine.slice/libpod-abc.scope'],
  ['user-1000-x.slice:p:n', '/user.slice/user-1000.slice/user-1000-x.slice/p-n.scope'],
  [':p:n', '/system.slice/p-n.scope'],
  ['-.slice:p:n', '/p-n.scope'],
  ['a.slice:../x:n', '/berth-runtime/a.slice:../x:n'],
  ['a.slice:p:n.slice', '/a.slice/n.slice'],
])('%s is %s', (asked, path) => {
  expect(groupPath(asked, 'c1')).toBe(path)
})

test.each([
  '/',
  '..',
  '../x',
  '/a/../../x',
  '/a/..',
  '.',
  'a\nb',
  '/cgroup.procs',
  '/x/tasks',
  'a--b.slice:p:n',
  'a-.slice:p:n',
  'a:p:n',
])('%j leads nowhere', (asked) => {
  expect(() => groupPath(asked, 'c1')).toThrow('linux.cgroupsPath')
})
