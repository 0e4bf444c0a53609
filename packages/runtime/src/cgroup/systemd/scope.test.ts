import { expect, test } from 'vitest'
import { scopeOf } from './scope.ts'

test.each([
  [
    undefined,
    { slice: 'system.slice', name: 'berth-runtime-c1.scope', group: '/system.slice/berth-runtime-c1.scope' },
  ],
  [
    'machine.slice:libpod:abc',
    { slice: 'machine.slice', name: 'libpod-abc.scope', group: '/machine.slice/libpod-abc.scope' },
  ],
  [
    'user-1000.slice::abc',
    { slice: 'user-1000.slice', name: 'abc.scope', group: '/user.slice/user-1000.slice/abc.scope' },
  ],
  ['-.slice:p:n', { slice: '-.slice', name: 'p-n.scope', group: '/p-n.scope' }],
])('%s is a scope', (asked, scope) => {
  expect(scopeOf(asked, 'c1')).toEqual(scope)
})

test.each([
  '/machine.slice/x',
  'a.slice:n',
  'a.slice:p:n.slice',
  'a.slice:p:a+b',
  ':-p:n',
  'a:p:n',
  'a.slice:p:../x',
])('%j is none', (asked) => {
  expect(() => scopeOf(asked, 'c1')).toThrow('linux.cgroupsPath')
})
