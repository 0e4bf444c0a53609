import { expect, test } from 'vitest'
import type { LayerEntry } from '../layout/layer-entry.ts'
import { directoryEntry, symlinkEntry, textEntry } from '../layout/make-entry.ts'
import { encodeTarHeader, TAR_END, tarPadding } from '../layout/tar-writer.ts'
import type { TarEntry } from './tar-entry.ts'
import { createTarReader } from './tar-reader.ts'

/** Reads an archive in pieces of `step` bytes; an entry's data is kept as text. */
function read(archive: Buffer, step = archive.length): { entry: TarEntry; data: string }[] {
  const found: { entry: TarEntry; data: string }[] = []
  const reader = createTarReader({
    entry: (entry) => void found.push({ entry, data: '' }),
    data: (bytes) => {
      const last = found.at(-1)
      if (last) last.data += bytes.toString()
    },
    hole: (size) => {
      const last = found.at(-1)
      if (last) last.data += '.'.repeat(size)
    },
    entryEnd: () => undefined,
  })
  for (let at = 0; at < archive.length; at += step) reader.push(archive.subarray(at, at + step))
  reader.finish()
  return found
}

function file(path: string, text: string): Buffer {
  const entry: LayerEntry = textEntry(path, text)
  return Buffer.concat([encodeTarHeader(entry), Buffer.from(text), tarPadding(text.length)])
}

/** A header with another type flag, and a checksum that fits. */
function withFlag(header: Buffer, flag: string): Buffer {
  const changed = Buffer.from(header)
  changed.write(flag, 156)
  changed.write('        ', 148)
  changed.write(
    `${changed
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return changed
}

function extended(flag: string, payload: Buffer | string): Buffer {
  const bytes = Buffer.from(payload)
  const header = encodeTarHeader({ ...textEntry('pax', ''), size: bytes.length } as LayerEntry)
  return Buffer.concat([withFlag(header, flag), bytes, tarPadding(bytes.length)])
}

const long = `${'deep/'.repeat(40)}名字`

test('members come out in order, whatever pieces the archive comes in', () => {
  const archive = Buffer.concat([
    encodeTarHeader(directoryEntry('etc')),
    file('etc/motd', 'hello\n'),
    file(long, 'x'.repeat(700)),
    encodeTarHeader(symlinkEntry('bin', 'usr/bin')),
    TAR_END,
  ])
  const whole = read(archive)
  expect(whole.map(({ entry }) => entry.type)).toEqual(['directory', 'file', 'file', 'symlink'])
  expect(whole[1]?.data).toBe('hello\n')
  expect(Buffer.from(whole[2]?.entry.name ?? '', 'latin1').toString()).toBe(long)
  expect(whole[3]?.entry.linkName).toBe('usr/bin')
  for (const step of [1, 7, 511, 512, 513]) expect(read(archive, step)).toEqual(whole)
})

test('binary attributes keep their bytes', () => {
  const value = Buffer.from('0100000200200000000000000000000000000000', 'hex')
  const body = Buffer.concat([Buffer.from(' SCHILY.xattr.security.capability='), value, Buffer.from('\n')])
  const record = Buffer.concat([Buffer.from(String(body.length + 2)), body])
  const [found] = read(Buffer.concat([extended('x', record), file('ping', 'x'), TAR_END]))
  expect(found?.entry.xattrs.get('security.capability')).toEqual(value)
})

test('long names of GNU tar and times with fractions are understood', () => {
  const archive = Buffer.concat([
    extended('L', `${'n'.repeat(300)}\0`),
    extended('x', '30 mtime=1700000000.123456789\n'),
    file('short', 'x'),
    TAR_END,
  ])
  const [found] = read(archive)
  expect(found?.entry.name).toBe('n'.repeat(300))
  expect(found?.entry.time).toEqual({ seconds: 1_700_000_000, nanoseconds: 123_456_789 })
})

test('a global header says nothing about a file', () => {
  const [found] = read(Buffer.concat([extended('g', '16 path=../evil\n'), file('good', 'x'), TAR_END]))
  expect(found?.entry.name).toBe('good')
})

test.each([
  ['a record that claims a negative length', '-5 path=x\n'],
  ['a record that claims to be empty', '0 path=x\n'],
  ['a record that runs beyond its header', '99 path=x\n'],
  ['a record without a value', '8 pathx\n'],
])('%s is refused', (_what, records) => {
  expect(() => read(Buffer.concat([extended('x', records), file('a', 'x'), TAR_END]))).toThrow(
    'malformed pax header',
  )
})

/** A pax header with a text for each key, before a file of that content. */
function sparse(records: Record<string, string>, text: string): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const size = ` ${key}=${value}\n`.length
    return `${size + String(size + 2).length} ${key}=${value}\n`
  })
  return Buffer.concat([extended('x', lines.join('')), file('GNUSparseFile.0/a', text), TAR_END])
}

test('holes of a sparse file are told in their order, however the archive is cut', () => {
  const records = { 'GNU.sparse.size': '9', 'GNU.sparse.name': 'a', 'GNU.sparse.map': '1,2,5,3' }
  for (const step of [1, 7, 512, 5000]) {
    const [found] = read(sparse(records, 'abcde'), step)
    expect(found).toMatchObject({ entry: { name: 'a', size: 9 }, data: '.ab..cde.' })
  }
})

test('the map of a sparse file may stand before its data', () => {
  const records = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '6' }
  const map = '2\n1\n2\n6\n0\n'.padEnd(512, '\0')
  for (const step of [1, 100, 5000]) {
    expect(read(sparse(records, `${map}ab`), step)).toMatchObject([{ data: '.ab...' }])
  }
})

test.each([
  ['goes back', { 'GNU.sparse.size': '9', 'GNU.sparse.map': '4,2,1,3' }],
  ['speaks of more than there is', { 'GNU.sparse.size': '9', 'GNU.sparse.map': '1,2,5,4' }],
  ['ends beyond the file', { 'GNU.sparse.size': '7', 'GNU.sparse.map': '1,2,5,3' }],
  ['is odd', { 'GNU.sparse.size': '9', 'GNU.sparse.map': '1,2,5' }],
  ['is no number', { 'GNU.sparse.size': '9', 'GNU.sparse.map': '1,x' }],
  ['has no size', { 'GNU.sparse.map': '1,2,5,3' }],
  ['never ends', { 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '9' }],
])('a sparse file whose map %s is refused', (_what, records) => {
  expect(() => read(sparse(records, 'abcde'))).toThrow('map is wrong')
})

test('unknown members are refused by name', () => {
  expect(() => read(Buffer.concat([withFlag(file('a', ''), 'M'), TAR_END]))).toThrow('unknown type "M"')
})

test('a huge extended header is refused before it is read', () => {
  const header = encodeTarHeader({ ...textEntry('pax', ''), size: 2 ** 31 } as LayerEntry)
  expect(() => read(withFlag(header, 'x'))).toThrow('extended header of 2147483648 bytes')
})

test('an archive that stops within a member is corrupt', () => {
  const archive = file('a', 'x'.repeat(1000))
  expect(() => read(archive.subarray(0, 900))).toThrow('ends within a file')
  expect(() => read(archive.subarray(0, 300))).toThrow('ends within a file')
})

test('a header whose checksum is wrong is corrupt', () => {
  const archive = file('a', 'x')
  archive[0] = 0x62
  expect(() => read(archive)).toThrow('wrong checksum')
})
