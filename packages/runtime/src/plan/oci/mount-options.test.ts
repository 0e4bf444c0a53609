import { expect, test } from 'vitest'
import { MOUNT_OPTIONS, MS, NO_ATTRIBUTES, parseMountOptions } from './mount-options.ts'

test('every option of the specification is understood', () => {
  const named =
    'async atime bind defaults dev diratime dirsync exec idmap iversion lazytime loud mand noatime nodev nodiratime ' +
    'noexec noiversion nolazytime nomand norelatime nostrictatime nosuid nosymfollow private ratime rbind rdev ' +
    'rdiratime relatime remount rexec ridmap rnoatime rnodev rnodiratime rnoexec rnorelatime rnostrictatime rnosuid ' +
    'rnosymfollow ro rprivate rrelatime rro rrw rshared rslave rstrictatime rsuid rsymfollow runbindable rw shared ' +
    'silent slave strictatime suid symfollow sync tmpcopyup unbindable'
  expect(named.split(' ').filter((option) => !MOUNT_OPTIONS.includes(option))).toEqual([])
})

test('flags, their recursive forms and propagation are kept apart from what the file system is told', () => {
  expect(parseMountOptions(['nosuid', 'rro', 'rslave', 'private', 'mode=755', 'size=1m', 'sync'])).toEqual({
    bind: 'no',
    remount: false,
    copyUp: false,
    idMap: 'no',
    attributes: { ...NO_ATTRIBUTES, set: 2n, setAll: 1n, propagationAll: MS.slave, propagation: MS.private },
    data: ['mode=755', 'size=1m', 'sync'],
  })
})

test.each([
  [['ro', 'rw'], 0n, 1n],
  [['rw', 'ro'], 1n, 0n],
  [['noatime', 'relatime'], 0n, 0x70n],
  [['relatime', 'strictatime'], 0x20n, 0x70n],
  [['norelatime'], 0x20n, 0x70n],
  [['noatime', 'atime'], 0n, 0x70n],
])('of %s the last one holds', (options, set, clear) => {
  expect(parseMountOptions(options).attributes).toMatchObject({ set, clear })
})

test('rbind is more than bind, in any order', () => {
  expect(parseMountOptions(['bind', 'rbind']).bind).toBe('all')
  expect(parseMountOptions(['rbind', 'bind']).bind).toBe('all')
})
