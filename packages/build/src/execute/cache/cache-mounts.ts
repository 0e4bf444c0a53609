import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Clock, createSerial } from '@berth/core'
import { writeWhole } from '@berth/file'
import { z } from 'zod'
import { type BuildFolders, isFolderKey, mountKey } from '../build-folders.ts'
import { cacheKey } from './cache-key.ts'

type LeaseRequest = {
  readonly tenant: string
  readonly id: string
  readonly sharing: 'shared' | 'private' | 'locked'
  /** makes of an empty folder what a new cache begins with */
  readonly fill: (folder: string) => Promise<void>
}

/** Folders that RUNs of one tenant find again: `--mount=type=cache`. */
export type CacheMounts = {
  /** `private`: one of its own while another uses it; `locked`: waits for its turn. Error: input.invalid, for too many at once. */
  lease(request: LeaseRequest): Promise<{ readonly folder: string; release(): Promise<void> }>
  /** keys of folders that must stay */
  folders(): ReadonlySet<string>
}

/** of one tenant; beyond it the longest unused goes */
const MOST = 10

const noteSchema = z.object({ tenant: z.string(), usedAt: z.number() })
type Note = z.infer<typeof noteSchema>

/** `bytes`: of each. What it knows lies in the folders themselves. */
export async function openCacheMounts(options: {
  readonly folders: BuildFolders
  readonly bytes: number
  readonly clock: Clock
}): Promise<CacheMounts> {
  const { folders, clock } = options
  const known = await load(folders)
  const users = new Map<string, { readonly tenant: string; readonly count: number }>()
  const serial = createSerial()

  return {
    async lease(request) {
      const key = keyOf(request)
      if (request.sharing !== 'locked') return open(key, request)
      return lock(key, () => open(key, request))
    },
    folders: () => new Set([...known.keys(), ...users.keys()]),
  }

  /** The first of its name that is free; a shared one always is. */
  function keyOf({ tenant, id, sharing }: LeaseRequest): string {
    for (let i = 0; ; i++) {
      const key = mountKey(cacheKey(tenant, id, String(i)).slice(0, 32))
      if (sharing !== 'private' || !users.has(key)) return key
    }
  }

  async function open(key: string, { tenant, fill }: LeaseRequest) {
    if (!users.has(key) && usedBy(tenant) >= MOST) throw tooMany()
    users.set(key, { tenant, count: (users.get(key)?.count ?? 0) + 1 })
    try {
      await makeRoom(tenant, known.has(key) ? MOST : MOST - 1)
      const folder = await serial.run(`folder ${key}`, () => ready(key, { tenant, fill }))
      return { folder, release: () => release(key, tenant) }
    } catch (error) {
      await release(key, tenant)
      throw error
    }
  }

  /** Its folder, filled once; steps that share a cache may come at the same moment. */
  async function ready(
    key: string,
    { tenant, fill }: Pick<LeaseRequest, 'tenant' | 'fill'>,
  ): Promise<string> {
    const folder = await folders.claim(key, options.bytes)
    const data = join(folder, 'data')
    if (!(await isThere(join(folder, 'note.json')))) {
      await mkdir(data, { recursive: true })
      await fill(data)
    }
    const note = { tenant, usedAt: clock.now().getTime() }
    await writeWhole(join(folder, 'note.json'), JSON.stringify(note))
    known.set(key, note)
    return data
  }

  /** Holds the key until the lease is released. */
  function lock(key: string, task: () => ReturnType<typeof open>): ReturnType<typeof open> {
    return new Promise((resolve, reject) => {
      const turn = serial.run(`lock ${key}`, async () => {
        const lease = await task()
        await new Promise<void>((over) => {
          resolve({ folder: lease.folder, release: async () => (await lease.release(), over()) })
        })
      })
      turn.catch(reject)
    })
  }

  async function release(key: string, tenant: string): Promise<void> {
    const left = (users.get(key)?.count ?? 1) - 1
    if (left > 0) users.set(key, { tenant, count: left })
    else users.delete(key)
    await makeRoom(tenant, MOST)
  }

  function usedBy(tenant: string): number {
    return [...users.values()].filter((user) => user.tenant === tenant).length
  }

  /** Those that are in use stay. */
  async function makeRoom(tenant: string, most: number): Promise<void> {
    const own = [...known].filter(([, note]) => note.tenant === tenant)
    const unused = own.filter(([key]) => !users.has(key)).toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [old] of unused.slice(0, Math.max(0, own.length - most))) {
      await serial.run(`folder ${old}`, () => removeUnused(old))
    }
  }

  /** Somebody may have come for it while others were removed. */
  async function removeUnused(key: string): Promise<void> {
    if (users.has(key) || !known.delete(key)) return
    await folders.remove(key)
  }
}

function tooMany(): BerthError {
  return new BerthError('input.invalid', `a build may use ${MOST} caches at once, and no more`)
}

async function load(folders: BuildFolders): Promise<Map<string, Note>> {
  const known = new Map<string, Note>()
  for (const key of (await folders.list()).filter(isFolderKey)) {
    const note = await readNote(join(folders.path(key), 'note.json'))
    if (note) known.set(key, note)
  }
  return known
}

async function readNote(path: string): Promise<Note | undefined> {
  if (!(await isThere(path))) return undefined
  return noteSchema.parse(JSON.parse(await readFile(path, 'utf8')))
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
