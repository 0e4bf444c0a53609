import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BlobStore, createFileBlobStore } from '@berth/blob'
import type { Db } from '@berth/db'
import { createLog } from '@berth/log'
import { collect } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../integration/node/support/random.ts'
import { clientOf } from './client.ts'
import { GRACE_MS, LEASE_MS } from './collect-fixture.ts'
import { dyingAfter } from './collect-model/dying.ts'
import {
  type Actor,
  CONTENT_BY_DIGEST,
  lookAgain,
  operate,
  pushKept,
  readBack,
  readBackManifest,
} from './collect-model/operations.ts'
import {
  comeToRest,
  lapsedManifests,
  newShelf,
  promisedBlobs,
  promisedManifests,
  renewHeld,
  REST_MS,
  type Shelf,
} from './collect-model/reference.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

/** More by BERTH_TEST_STEPS; the same again by BERTH_TEST_SEED, which a failure names. */
const STEPS = Number(process.env['BERTH_TEST_STEPS'] ?? 120)
const SEED = Number(process.env['BERTH_TEST_SEED'] ?? Date.now() % 2 ** 31)
const REST_EVERY = 100

const random = createRandom(SEED)
let now = Date.now()
const clock = { now: () => new Date(now) }
let registry: RegistryFixture
let actors: readonly Actor[]

beforeAll(async () => {
  registry = await startRegistry({ clock, blobs: slowly, through: hesitantly })
  const urls = [registry.url, await registry.startAnother()] as const
  const shelves: Shelf[] = []
  actors = await Promise.all(
    ['acme/one', 'acme/two', 'acme/three', 'rival/one'].map(async (name) => {
      const [tenant] = name.split('/')
      const { token } = await registry.tokenOf(`owner@${tenant}.test`)
      const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
      const at = (url: string) =>
        clientOf({ url, repository: () => name, headers: async () => ({ authorization }) })
      const shelf = newShelf(name)
      shelves.push(shelf)
      return { shelf, clients: [at(urls[0]), at(urls[1])], random, now: () => now, sources: shelves } as const
    }),
  )
})
afterAll(() => registry.close())

test(`whatever is pushed, mounted, deleted and collected at once, what was promised is there (seed ${SEED})`, {
  timeout: 120_000 + STEPS * 500,
}, async () => {
  const story: string[] = []
  try {
    for (const actor of actors) await pushKept(actor)
    for (let step = 0; step < STEPS; ) {
      for (const { shelf } of actors) renewHeld(shelf, now)
      const lapsed = new Map(actors.map((actor) => [actor, lapsedManifests(actor.shelf, now)]))
      const done = await Promise.all([...actors.map(operate), collectSomehow()])
      story.push(...done)
      step += done.length
      for (const [actor, digests] of lapsed) await lookAgain(actor, digests)
      await readSome()
      for (const { shelf } of actors) renewHeld(shelf, now)
      now += [1, 60_000, LEASE_MS / 2, LEASE_MS, GRACE_MS][random.below(5)] ?? 1
      if (step % REST_EVERY < done.length) await rest()
    }
    await rest()
  } catch (error) {
    throw new Error(`after: ${story.slice(-25).join('; ')}`, { cause: error })
  }
})

/** The file store with pauses where a process could be interrupted. */
function slowly(store: BlobStore): BlobStore {
  const pause = () => sleep(random.below(4))
  return {
    ...store,
    resume: async (uploadId) => {
      const writer = await store.resume(uploadId)
      return (
        writer && {
          get offset() {
            return writer.offset
          },
          append: (source) => writer.append(source),
          cancel: () => writer.cancel(),
          suspend: () => writer.suspend(),
          commit: async (expected) => {
            await pause()
            const result = await writer.commit(expected)
            await pause()
            return result
          },
        }
      )
    },
    remove: async (digest, sure) => {
      await pause()
      await store.remove(digest, async () => {
        await pause()
        await sure?.()
        await pause()
      })
      await pause()
    },
  }
}

/** A client of the database with pauses before its queries, in which others come between. */
function hesitantly(db: Db): Db {
  const extended = db.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        if (random.below(3) === 0) await sleep(random.below(12))
        return query(args)
      },
    },
  })
  // the extension only waits
  return extended as unknown as Db
}

/** A run, with storage compared or not, of a process that lives or dies somewhere. */
async function collectSomehow(): Promise<string> {
  const [kind, operations] = [random.below(4), 1 + random.below(60)]
  const files = slowly(createFileBlobStore(registry.blobs))
  const real = { db: hesitantly(registry.db), blobs: files, root: registry.blobs }
  if (kind === 0) return 'no collection'
  if (kind > 1) return run(real, random.below(3) === 0)
  await expectDeath(run(dyingAfter(operations, real), random.below(3) === 0))
  return `collect, and die after ${operations}`
}

async function run(
  process: { db: RegistryFixture['db']; blobs: BlobStore },
  reconcile: boolean,
): Promise<string> {
  const deps = {
    ...process,
    clock,
    log: createLog({ name: 'collect', level: 'fatal' }),
    leaseMs: LEASE_MS,
    graceMs: GRACE_MS,
  }
  const id = await collect(deps, { by: null, dryRun: false, reconcile })
  const row = await registry.db.collectionRun.findUniqueOrThrow({ where: { id } })
  if (row.error !== null) throw new Error(`the collection says: ${row.error}`)
  return `collect ${row.manifests} manifests, ${row.links} links, ${row.blobs} blobs`
}

async function expectDeath(dying: Promise<string>): Promise<void> {
  try {
    await dying
  } catch (error) {
    const cause = error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error)
    if (!/the process died/.test(cause)) throw error
  }
}

/** What a lease holds, something promised and something at random of each repository, through either process. */
async function readSome(): Promise<void> {
  await Promise.all(
    actors.map(async (actor) => {
      const promised = promisedBlobs(actor.shelf, now)
      // those that only a lease holds are in danger
      const needed = new Set(promisedManifests(actor.shelf, now).flatMap(({ blobs }) => blobs))
      for (const digest of promised) if (!needed.has(digest)) await readBack(actor, digest, true)
      const one = promised[random.below(promised.length)]
      if (one) await readBack(actor, one, true)
      const any = [...CONTENT_BY_DIGEST.keys()][random.below(CONTENT_BY_DIGEST.size)]
      if (any) await readBack(actor, any, promised.includes(any))
      const manifests = promisedManifests(actor.shelf, now)
      const manifest = manifests[random.below(manifests.length)]
      if (manifest) await readBackManifest(actor, manifest)
    }),
  )
}

/** All that is promised is read; then all leases end, and storage holds what is reachable and nothing else. */
async function rest(): Promise<void> {
  for (const actor of actors) {
    for (const digest of promisedBlobs(actor.shelf, now)) await readBack(actor, digest, true)
    for (const manifest of promisedManifests(actor.shelf, now)) await readBackManifest(actor, manifest)
    for (const [tag, digest] of actor.shelf.tags) {
      const answer = await actor.clients[0].call('HEAD', actor.clients[0].at(`manifests/${tag}`))
      expect([tag, answer.headers.get('docker-content-digest')]).toEqual([tag, digest])
    }
  }
  const real = { db: registry.db, blobs: createFileBlobStore(registry.blobs) }
  await run(real, true)
  now += REST_MS
  await run(real, true)
  for (const { shelf } of actors) comeToRest(shelf)
  const digests = new Set(actors.flatMap(({ shelf }) => [...shelf.blobs.keys()]))
  const stored: string[] = []
  for await (const { digest } of real.blobs.list()) stored.push(digest)
  expect(stored).toEqual([...digests].toSorted())
  const rows = await registry.db.blob.findMany({ select: { digest: true }, orderBy: { digest: 'asc' } })
  expect(rows.map(({ digest }) => digest)).toEqual(stored)
  for (const { shelf } of actors) {
    const left = await registry.db.manifest.findMany({
      where: { repository: { name: shelf.name } },
      select: { digest: true },
    })
    expect(left.map(({ digest }) => digest).toSorted()).toEqual([...shelf.manifests.keys()].toSorted())
    const linked = await registry.db.repositoryBlob.findMany({
      where: { repository: { name: shelf.name } },
      select: { digest: true },
    })
    expect(linked.map(({ digest }) => digest).toSorted()).toEqual([...shelf.blobs.keys()].toSorted())
  }
  expect(readdirSync(join(registry.blobs, 'uploads'))).toEqual([])
}
