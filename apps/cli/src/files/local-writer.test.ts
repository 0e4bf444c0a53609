import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTarReader, encodeTarHeader, type LayerEntry, TAR_END, tarPadding } from '@berth/image/tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLocalWriter } from './local-writer.ts'
import { localArchive } from './local-archive.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'berth-cp-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const plain = { uid: 0, gid: 0, seconds: 1_700_000_000 }
const folder = (path: string): LayerEntry => ({ type: 'directory', path, mode: 0o755, ...plain })
const symlink = (path: string, target: string): LayerEntry => ({
  type: 'symlink',
  path,
  target,
  mode: 0o777,
  ...plain,
})
const link = (path: string, target: string): LayerEntry => ({
  type: 'link',
  path,
  target,
  mode: 0o644,
  ...plain,
})
const file = (path: string, mode = 0o644): LayerEntry => ({
  type: 'file',
  path,
  mode,
  size: 5,
  open: () => {
    throw new Error('not read')
  },
  ...plain,
})

function write(entries: readonly LayerEntry[], top?: string): string[] {
  const notes: string[] = []
  const writer = createLocalWriter(dir, top, (line) => notes.push(line))
  const reader = createTarReader(writer)
  for (const entry of entries) {
    reader.push(encodeTarHeader(entry))
    if (entry.type === 'file') reader.push(Buffer.concat([Buffer.from('hello'), tarPadding(5)]))
  }
  reader.push(TAR_END)
  reader.finish()
  writer.finish()
  return notes
}

test('files, folders and links appear under the name that was asked for', () => {
  write(
    [
      folder('site'),
      file('site/page', 0o4755),
      link('site/second', 'site/page'),
      symlink('site/up', '../..'),
    ],
    'copy',
  )
  expect(readdirSync(dir)).toEqual(['copy'])
  const page = lstatSync(join(dir, 'copy/page'))
  expect(page.mode & 0o7777).toBe(0o755)
  expect(page.mtimeMs).toBe(plain.seconds * 1000)
  expect(lstatSync(join(dir, 'copy/second')).ino).toBe(page.ino)
  expect(lstatSync(join(dir, 'copy/up')).isSymbolicLink()).toBe(true)
})

test('nothing is written through a link of the archive', () => {
  const outside = mkdtempSync(join(tmpdir(), 'berth-out-'))
  try {
    expect(() => write([symlink('a', outside), folder('a'), file('a/stolen')])).toThrow()
    expect(readdirSync(outside)).toEqual([])
  } finally {
    rmSync(outside, { recursive: true })
  }
})

test('nor through one that was here, nor to what was here', () => {
  mkdirSync(join(dir, 'real'))
  symlinkSync('real', join(dir, 'a'))
  expect(() => write([file('a/x')])).toThrow('not a folder here')
  expect(() => write([link('b', 'real')])).toThrow('second name of what was not copied')
  expect(existsSync(join(dir, 'real/x'))).toBe(false)
})

test.each(['../x', 'a/../../x'])('%s is refused', (path) => {
  expect(() => write([file(path)])).toThrow('climbs')
})

test('a copy that is cut off leaves nothing', () => {
  const writer = createLocalWriter(dir, undefined, () => undefined)
  const reader = createTarReader(writer)
  reader.push(Buffer.concat([encodeTarHeader(file('page')), Buffer.from('he')]))
  writer.abort()
  expect(readdirSync(dir)).toEqual([])
})

test('what is read here and written again is the same', async () => {
  write([folder('site'), file('site/page'), symlink('site/up', '..')])
  const writer = createLocalWriter(dir, 'copy', () => undefined)
  const reader = createTarReader(writer)
  for await (const bytes of localArchive(join(dir, 'site'), 'anything')) reader.push(Buffer.from(bytes))
  reader.finish()
  writer.finish()
  expect(readFileSync(join(dir, 'copy/page'), 'utf8')).toBe('hello')
  expect(readdirSync(join(dir, 'copy')).sort()).toEqual(['page', 'up'])
})
