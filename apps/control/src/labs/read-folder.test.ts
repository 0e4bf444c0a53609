import { Readable } from 'node:stream'
import { encodeTarHeader, TAR_END, tarPadding } from '@berth/image/tar'
import { expect, test } from 'vitest'
import { readFolder } from './read-folder.ts'

async function* archive(files: Readonly<Record<string, Buffer>>) {
  for (const [path, bytes] of Object.entries(files)) {
    const common = { path, mode: 0o644, uid: 0, gid: 0, seconds: 0 }
    yield encodeTarHeader({ ...common, type: 'file', size: bytes.length, open: () => Readable.from([bytes]) })
    yield bytes
    yield tarPadding(bytes.length)
  }
  const link = { path: 'out', mode: 0o777, uid: 0, gid: 0, seconds: 0, target: '/etc/passwd' }
  yield encodeTarHeader({ ...link, type: 'symlink' })
  yield TAR_END
}

test('the text files of an archive are read, and nothing else', async () => {
  const files = {
    'lab.yml': Buffer.from('title: Ü\n'),
    'a/b.sh': Buffer.from('ls\n'),
    'x.png': Buffer.from([137, 80, 0, 255]),
  }
  expect(await readFolder(archive(files))).toEqual({ 'lab.yml': 'title: Ü\n', 'a/b.sh': 'ls\n' })
})

test('a folder that is too much is refused', async () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, Buffer.from('x')]))
  await expect(readFolder(archive(many))).rejects.toThrow('at most 200 files')
  await expect(readFolder(archive({ a: Buffer.alloc(3 * 1024 ** 2) }))).rejects.toThrow('2 MiB together')
})
