import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, createSerial } from '@berth/core'
import { writeWhole } from '@berth/file'
import { z } from 'zod'
import { type BuildFolders, isFolderKey } from '../build-folders.ts'

const packedSchema = z.object({
  diffId: z.string(),
  descriptor: z.object({ mediaType: z.string(), digest: z.string(), size: z.number() }),
})

const layerSchema = z.object({
  key: z.string(),
  /** of its folder */
  folder: z.string(),
  bytes: z.number(),
  createdAt: z.string(),
  usedAt: z.number(),
  /** how it is packed: newest time that was allowed in it → blob */
  packed: z.record(z.string(), packedSchema),
})

/** What one step made: a folder as overlayfs wants it, and the blobs that it was packed to. */
export type KeptLayer = z.infer<typeof layerSchema>

/**
 * What earlier builds of one tenant left on this node, by content. It is its tenant's alone: another's build has keys
 * of another folder. What a running build uses is held, and stays.
 */
export type StepCache = {
  /** Found and held for `build`. */
  take(tenant: string, build: string, key: string): KeptLayer | undefined
  /** Held for `build`; a layer that somebody uses under the same key stays beside it until `build` is over. */
  put(tenant: string, build: string, layer: KeptLayer): Promise<void>
  /** A blob of it is known now. */
  update(tenant: string, layer: KeptLayer): Promise<void>
  /** Lets go of all that `build` held, and makes room: the longest unused goes first. */
  release(tenant: string, build: string): Promise<void>
  /** keys of folders that must stay */
  folders(): ReadonlySet<string>
}

/** `bytes`: of one tenant. `bootId`: nothing was synced, so that what an earlier start of the host left is not used. */
export async function openStepCache(options: {
  readonly dir: string
  readonly bootId: string
  readonly folders: Pick<BuildFolders, 'list' | 'remove'>
  readonly bytes: number
  readonly clock: Clock
}): Promise<StepCache> {
  const { dir, bootId, folders, clock } = options
  const boot = join(dir, 'boot')
  if ((await readOrEmpty(boot)) !== bootId) await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeWhole(boot, bootId)
  const tenants = await load(dir)
  await dropFilesWithoutFolder()
  /** build → folder keys */
  const held = new Map<string, Set<string>>()
  /** those that are in nobody's index */
  const loose = new Map<string, Set<string>>()
  const serial = createSerial() // builds of one tenant that end together used the same layers

  return {
    take(tenant, build, key) {
      const layer = tenants.get(tenant)?.get(key)
      if (!layer) return undefined
      hold(held, build, layer.folder)
      layer.usedAt = clock.now().getTime()
      return layer
    },
    async put(tenant, build, layer) {
      hold(held, build, layer.folder)
      const own = ownOf(tenant)
      const before = own.get(layer.key)
      if (before && isHeld(before.folder)) return hold(loose, build, layer.folder)
      own.set(layer.key, layer)
      await save(tenant, layer)
      if (before) await folders.remove(before.folder)
    },
    async update(tenant, layer) {
      if (tenants.get(tenant)?.get(layer.key) === layer) await save(tenant, layer)
    },
    async release(tenant, build) {
      const touched = held.get(build) ?? new Set()
      held.delete(build)
      for (const folder of loose.get(build) ?? []) await folders.remove(folder)
      loose.delete(build)
      for (const layer of ownOf(tenant).values()) if (touched.has(layer.folder)) await save(tenant, layer)
      await makeRoom(tenant)
    },
    folders: () =>
      new Set([
        ...[...tenants.values()].flatMap((own) => [...own.values()].map(({ folder }) => folder)),
        ...[...held.values()].flatMap((keys) => [...keys]),
      ]),
  }

  function ownOf(tenant: string): Map<string, KeptLayer> {
    const own = tenants.get(tenant) ?? new Map<string, KeptLayer>()
    tenants.set(tenant, own)
    return own
  }

  function isHeld(folder: string): boolean {
    return [...held.values()].some((keys) => keys.has(folder))
  }

  async function makeRoom(tenant: string): Promise<void> {
    const own = ownOf(tenant)
    const oldestFirst = [...own.values()].toSorted((a, b) => a.usedAt - b.usedAt)
    let sum = oldestFirst.reduce((total, { bytes }) => total + bytes, 0)
    for (const layer of oldestFirst) {
      if (sum <= options.bytes) return
      if (isHeld(layer.folder)) continue
      await forget(tenant, layer)
      await folders.remove(layer.folder)
      sum -= layer.bytes
    }
  }

  async function forget(tenant: string, layer: KeptLayer): Promise<void> {
    ownOf(tenant).delete(layer.key)
    await rm(join(dir, tenant, `${layer.key}.json`), { force: true })
  }

  async function save(tenant: string, layer: KeptLayer): Promise<void> {
    const path = join(dir, tenant, `${layer.key}.json`)
    await mkdir(join(dir, tenant), { recursive: true, mode: 0o700 })
    await serial.run(path, () => writeWhole(path, JSON.stringify(layer)))
  }

  /** The disk may have been made anew meanwhile. */
  async function dropFilesWithoutFolder(): Promise<void> {
    const there = new Set((await folders.list()).filter(isFolderKey))
    for (const [tenant, own] of tenants) {
      for (const layer of own.values()) if (!there.has(layer.folder)) await forget(tenant, layer)
    }
  }
}

function hold(holders: Map<string, Set<string>>, build: string, folder: string): void {
  const keys = holders.get(build) ?? new Set()
  holders.set(build, keys.add(folder))
}

async function load(dir: string): Promise<Map<string, Map<string, KeptLayer>>> {
  const tenants = new Map<string, Map<string, KeptLayer>>()
  const entries = await readdir(dir, { withFileTypes: true })
  for (const tenant of entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)) {
    const own = new Map<string, KeptLayer>()
    for (const name of await readdir(join(dir, tenant))) {
      const path = join(dir, tenant, name)
      const layer = name.endsWith('.json') ? parseLayer(await readFile(path, 'utf8')) : undefined
      if (layer) own.set(layer.key, layer)
      else await rm(path, { force: true })
    }
    tenants.set(tenant, own)
  }
  return tenants
}

function parseLayer(text: string): KeptLayer | undefined {
  try {
    return layerSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // cut off by a crash: then the step runs again
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
