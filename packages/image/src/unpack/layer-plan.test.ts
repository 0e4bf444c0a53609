import { expect, test } from 'vitest'
import type { Operation } from '../files/operation.ts'
import { createLayerPlanner } from './layer-plan.ts'
import { DEFAULT_LAYER_LIMITS } from './limits.ts'
import type { TarEntry } from './tar-entry.ts'

function entry(name: string, more: Partial<TarEntry> = {}): TarEntry {
  const plain = { linkName: '', mode: 0o644, uid: 0, gid: 0, size: 0, time: { seconds: 7, nanoseconds: 0 } }
  return { type: 'file', name, ...plain, xattrs: new Map(), ...more }
}

/** The operations of a layer, one short line each. */
function plan(...entries: TarEntry[]): string[] {
  const planner = createLayerPlanner(DEFAULT_LAYER_LIMITS)
  const members = entries.flatMap((member) => {
    const { before, after } = planner.entry(member)
    return [...before, ...after]
  })
  return [...members, ...planner.close().operations].map(show)
}

function show(operation: Operation): string {
  switch (operation.op) {
    case 'own':
      return `own ${operation.owner.uid}:${operation.owner.gid} ${operation.owner.mode.toString(8)}`
    case 'xattr':
      return `xattr ${operation.name}`
    case 'symlink':
      return `symlink ${operation.path} ${operation.target}`
    case 'link':
      return `link ${operation.path} ${operation.existing}`
    case 'node':
      return `node ${operation.path} ${operation.major}:${operation.minor}`
    case 'skip':
    case 'write':
    case 'copy':
    case 'sync':
      return operation.op
    case 'mkdir':
    case 'create':
    case 'open':
    case 'remove':
      return `${operation.op} ${operation.path}`
  }
}

const directory = (name: string, more: Partial<TarEntry> = {}) =>
  entry(name, { type: 'directory', mode: 0o755, ...more })
const symlink = (name: string, linkName: string) => entry(name, { type: 'symlink', linkName })

test('a file is made, owned and given its attributes; a folder is closed at the end', () => {
  const xattrs = new Map([['security.capability', Buffer.from('x')]])
  expect(plan(directory('./'), directory('bin/'), entry('/bin/su', { mode: 0o4755, xattrs }))).toEqual([
    'mkdir bin',
    'create bin/su',
    'own 0:0 4755',
    'xattr security.capability',
    'open .',
    'own 0:0 755',
    'open bin',
    'own 0:0 755',
  ])
})

test('folders that nobody describes are made, and reported', () => {
  const planner = createLayerPlanner(DEFAULT_LAYER_LIMITS)
  expect(planner.entry(entry('opt/deep/note')).before.map(show)).toEqual([
    'mkdir opt',
    'mkdir opt/deep',
    'create opt/deep/note',
  ])
  expect(planner.close()).toEqual({ operations: [], implicit: ['', 'opt', 'opt/deep'] })
})

test('a whiteout becomes a device 0:0, an opaque one an attribute', () => {
  expect(plan(directory('etc'), entry('etc/.wh.motd'), entry('etc/.wh..wh..opq'))).toEqual([
    'mkdir etc',
    'node etc/motd 0:0',
    'open etc',
    'xattr trusted.overlay.opaque',
    'open etc',
    'own 0:0 755',
  ])
  expect(plan(entry('.wh..wh.plnk'))).toEqual([])
})

test('a whiteout does not hide what its own layer brings', () => {
  expect(plan(entry('a'), entry('.wh.a'))).toEqual(['create a', 'own 0:0 644'])
  expect(plan(entry('.wh.a'), entry('a'))).toEqual(['node a 0:0', 'remove a', 'create a', 'own 0:0 644'])
  expect(plan(directory('d'), entry('.wh.d')).slice(0, 3)).toEqual([
    'mkdir d',
    'open d',
    'xattr trusted.overlay.opaque',
  ])
  expect(plan(entry('.wh.d'), directory('d')).slice(0, 5)).toEqual([
    'node d 0:0',
    'remove d',
    'mkdir d',
    'open d',
    'xattr trusted.overlay.opaque',
  ])
})

test('a later member replaces an earlier one', () => {
  expect(plan(entry('a'), symlink('a', 'b'))).toEqual(['create a', 'own 0:0 644', 'remove a', 'symlink a b'])
  expect(plan(symlink('d', 'x'), directory('d')).slice(0, 3)).toEqual(['symlink d x', 'remove d', 'mkdir d'])
  expect(plan(directory('d'), directory('d', { uid: 5 }))).toEqual(['mkdir d', 'open d', 'own 5:0 755'])
})

test('nothing is written below a symbolic link', () => {
  expect(() => plan(symlink('etc', '/etc'), entry('etc/passwd'))).toThrow(
    'lies below "etc", which is not a folder',
  )
  expect(() => plan(directory('d'), symlink('d', '/etc'), entry('d/passwd'))).toThrow('lies below "d"')
})

test.each(['../etc/passwd', 'a/../../b', '/../x', '..', 'a/..'])('the path %s is refused', (name) => {
  expect(() => plan(entry(name))).toThrow('climbs out')
  expect(() => plan(entry('a'), entry('b', { type: 'link', linkName: name }))).toThrow('climbs out')
})

test('names that no file system takes are refused', () => {
  expect(() => plan(entry('a\0b'))).toThrow('zero byte')
  expect(() => plan(entry('n'.repeat(256)))).toThrow('longer than 255')
  expect(() => plan(entry('d/'.repeat(2050)))).toThrow('longer than 4095')
  expect(() => plan(entry('.wh...'))).toThrow('whiteout without a name')
  expect(() => plan(entry('./'))).toThrow('root of a layer is not a folder')
})

test('a hard link needs its file in the same layer', () => {
  expect(plan(entry('a'), entry('b', { type: 'link', linkName: './a' })).at(-1)).toBe('link b a')
  expect(plan(entry('a'), entry('a', { type: 'link', linkName: 'a' }))).toEqual(['create a', 'own 0:0 644'])
  expect(() => plan(entry('b', { type: 'link', linkName: 'etc/shadow' }))).toThrow(
    'not a file of the same layer',
  )
  expect(() => plan(directory('d'), entry('b', { type: 'link', linkName: 'd' }))).toThrow('not a file')
})

test('device nodes are left out, pipes are kept', () => {
  const planner = createLayerPlanner(DEFAULT_LAYER_LIMITS)
  expect(planner.entry(entry('dev/sda', { type: 'block' })).before).toEqual([])
  expect(planner.skippedDevices).toBe(1)
  expect(plan(entry('pipe', { type: 'fifo' }))).toEqual(['node pipe 0:0'])
})

test('an owner that a container cannot have is refused', () => {
  expect(plan(entry('a', { uid: 65_535 }))).toContain('own 65535:0 644')
  expect(() => plan(entry('a', { gid: 65_536 }))).toThrow('belongs to 0:65536')
})

test('attributes that steer the mount or belong to the node are dropped', () => {
  const names = ['trusted.overlay.redirect', 'user.overlay.opaque', 'security.selinux', 'user.mime_type']
  const xattrs = new Map(names.map((name) => [name, Buffer.from('x')]))
  expect(plan(entry('a', { xattrs }))).toEqual(['create a', 'own 0:0 644', 'xattr user.mime_type'])
})

test('more files than the limit are refused, also when folders are only implied', () => {
  const planner = createLayerPlanner({ entries: 10, nameBytes: 1000 })
  expect(() => planner.entry(entry('a/b/c/d/e/f/g/h/i/j/k'))).toThrow('more than 10 files')
})
