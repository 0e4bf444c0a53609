import type { FileEntry } from '@berth/protocol'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { expect, test } from 'vitest'
import { treeOf } from '../../../new-source/prepare/source-node.ts'
import type { Place } from '../file-door.ts'
import { packFolder } from './pack-folder.ts'
import { putFolder } from './put-folder.ts'
import { MOST_FILES, readTree } from './read-tree.ts'
import { sandboxFolder } from './sandbox-folder.ts'

const entry = (name: string, kind: FileEntry['kind'], size = 1): FileEntry => {
  return { name, kind, size, mtime: 5_000, mode: 0o644 }
}

const refused = (code: string) => Object.assign(new Error(code), { data: { berth: { code, message: code } } })

/** Folders by their paths; each file has one byte, but those that are refused. */
function doorTo(folders: Record<string, FileEntry[]>, refuses: Record<string, string> = {}) {
  return {
    async list({ path }: Place) {
      if (refuses[path]) throw refused(refuses[path])
      return { entries: folders[path] ?? [], truncated: false }
    },
    async read({ path }: Place) {
      if (refuses[path]) throw refused(refuses[path])
      return { bytes: Uint8Array.of(65), size: 1, mtime: 5_000 }
    },
  }
}

const home = { container: 'box', path: '/root/home' }

test('a folder is read as a whole; what may not be read, or leads elsewhere, stays behind', async () => {
  const door = doorTo(
    {
      '/root/home': [
        ...[entry('a.txt', 'file'), entry('below', 'folder'), entry('closed', 'folder')],
        ...[entry('away', 'link'), entry('pipe', 'other'), entry('large', 'file', SOCKET_FILE + 1)],
        ...[entry('secret', 'file'), entry('..', 'folder'), entry('../../evil', 'file')],
      ],
      '/root/home/below': [entry('b.txt', 'file'), entry('empty', 'folder')],
    },
    { '/root/home/closed': 'file.refused', '/root/home/secret': 'file.refused' },
  )
  const tree = await readTree(sandboxFolder(door, home))
  expect(tree?.folders).toEqual(['below', 'below/empty'])
  expect([...(tree?.files.keys() ?? [])]).toEqual(['a.txt', 'below/b.txt'])
  expect(tree?.leftOut).toBe(7)
  const packed = await packFolder(door, home, () => {})
  expect(packed?.leftOut).toBe(7)
  const text = await packed?.archive.text()
  for (const name of ['home/', 'home/below/empty/', 'home/below/b.txt']) expect(text).toContain(name)
  expect(text).not.toContain('..')
})

test('three files are read at once, and each is told of', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `${index}`)
  const door = doorTo({ '/root/home': names.map((name) => entry(name, 'file')) })
  const counts: number[] = []
  let running = 0
  let most = 0
  const slow = async (place: Place) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 1))
    running -= 1
    return door.read(place)
  }
  const tree = await readTree(sandboxFolder({ ...door, read: slow }, home), (read) => counts.push(read))
  expect([...(tree?.files.keys() ?? [])].toSorted()).toEqual(names)
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(most).toBe(3)
})

test('a failure of another kind ends it, and so does a folder without end', async () => {
  const cut = doorTo({ '/root/home': [entry('a', 'file')] }, { '/root/home/a': 'node.unreachable' })
  await expect(readTree(sandboxFolder(cut, home))).rejects.toThrow('node.unreachable')
  const wide = Array.from({ length: MOST_FILES + 1 }, (_, index) => entry(`${index}`, 'file'))
  expect(await readTree(sandboxFolder(doorTo({ '/root/home': wide }), home))).toBeNull()
  const links = Array.from({ length: MOST_FILES + 1 }, (_, index) => entry(`${index}`, 'link'))
  expect(await readTree(sandboxFolder(doorTo({ '/root/home': links }), home))).toBeNull()
  const deep = { list: async () => ({ entries: [entry('x', 'folder')], truncated: false }) }
  expect(await readTree(sandboxFolder({ ...doorTo({}), ...deep }, home))).toBeNull()
})

test('a folder is put with its folders first, and says what was too large', async () => {
  const done: string[] = []
  const counts: number[] = []
  const door = {
    change: async (_container: string, { path }: { path: string }) => void done.push(`mkdir ${path}`),
    async write({ path }: Place, content: Uint8Array) {
      done.push(`write ${path} ${content.length}`)
      return { mtime: 0 }
    },
  }
  const file = (size: number) => async () => new Blob([new Uint8Array(size)])
  const source = treeOf('site', [
    { path: ['index.html'], open: file(3) },
    { path: ['css', 'a', 'site.css'], open: file(4) },
    { path: ['film'], open: file(SOCKET_FILE + 1) },
  ])
  const tree = await readTree(source)
  if (tree === null) throw new Error('it is small')
  expect(
    await putFolder(door, { container: 'box', path: '/root/site' }, tree, (there) => counts.push(there)),
  ).toBe(1)
  expect(counts).toEqual([1, 2])
  expect(done).toEqual([
    'mkdir /root/site',
    'mkdir /root/site/css',
    'mkdir /root/site/css/a',
    'write /root/site/index.html 3',
    'write /root/site/css/a/site.css 4',
  ])
})
