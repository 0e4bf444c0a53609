import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BuildFolders } from '../build-folders.ts'
import { openCacheMounts } from './cache-mounts.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-caches-'))
})

afterAll(() => rm(dir, { recursive: true }))

const request = (id: string, fill = async (_folder: string) => {}) => ({
  ...{ tenant: 'acme', id, sharing: 'shared' as const },
  fill,
})

test('of many steps that come for a new cache at once one fills it, and none fails', async () => {
  const caches = await openCacheMounts({
    folders: foldersIn(join(dir, 'many')),
    bytes: 1,
    clock: systemClock,
  })
  let filled = 0
  const fill = async (folder: string) => {
    filled++
    await writeFile(join(folder, 'begun'), 'with')
  }
  const leases = await Promise.all(Array.from({ length: 50 }, () => caches.lease(request('one', fill))))
  const [first] = leases
  for (const { folder } of leases) expect(folder).toBe(first?.folder)
  expect(filled).toBe(1)
  for (const lease of leases) await lease.release()
})

test('a cache that somebody comes for while others make room has its files', async () => {
  const folders = foldersIn(join(dir, 'room'))
  const caches = await openCacheMounts({ folders, bytes: 1, clock: systemClock })
  const names = Array.from({ length: 10 }, (_, i) => `cache ${i}`)
  for (const name of names) await (await caches.lease(request(name))).release()
  const used = names.map((name) => request(name, (folder) => writeFile(join(folder, 'again'), '')))
  const others = ['other a', 'other b', 'other c'].map((name) => request(name))
  const coming = [...others, ...used.slice(0, 5)].map((one) => caches.lease(one))
  for (const { folder } of await Promise.all(coming)) {
    expect(JSON.parse(await readFile(join(folder, '../note.json'), 'utf8'))).toMatchObject({ tenant: 'acme' })
  }
  for (const lease of coming) await (await lease).release()
  expect((await folders.list()).length).toBeLessThanOrEqual(10)
})

function foldersIn(parent: string): BuildFolders {
  const path = (key: string) => join(parent, key)
  return {
    path,
    async claim(key) {
      await mkdir(path(key), { recursive: true })
      return path(key)
    },
    remove: (key) => rm(path(key), { recursive: true, force: true }),
    async list() {
      await mkdir(parent, { recursive: true })
      return readdir(parent)
    },
    usedBytes: async () => 0,
  }
}
