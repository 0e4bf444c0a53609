import { expect, test } from 'vitest'
import { fileOperation } from './file-job.ts'

test.each([
  ['/etc/hosts', '/etc/hosts', 'hosts'],
  ['etc', '/etc', 'etc'],
  ['/etc/', '/etc/', ''],
  ['/etc/.', '/etc/', ''],
  ['/', '/', ''],
  ['.', '/', ''],
  ['../../etc/../srv', '/srv', 'srv'],
  ['/..', '/', ''],
])('%s is packed as %s', (asked, path, name) => {
  expect(fileOperation({ kind: 'pack', path: asked, oneMount: false })).toEqual({
    op: 'packFiles',
    path,
    name,
    flags: 0,
  })
})

test('an archive keeps its names, or gets one for its first part', () => {
  const unpack = { kind: 'unpack', path: '/srv' } as const
  expect(fileOperation(unpack)).toEqual({ op: 'unpackFiles', path: '/srv', name: '' })
  expect(fileOperation({ ...unpack, name: 'site' })).toEqual({
    op: 'unpackFiles',
    path: '/srv',
    name: 'site',
  })
})
