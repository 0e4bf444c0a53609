import { setTimeout as sleep } from 'node:timers/promises'
import { type BlobStore, createFileBlobStore } from '@berth/blob'
import type { Db } from '@berth/db'
import { createLog } from '@berth/log'
import { collect } from '@berth/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../integration/node/support/random.ts'
import { clientOf } from '../client.ts'
import { GRACE_MS, LEASE_MS } from '../collect-fixture.ts'
import { type RegistryFixture, startRegistry } from '../registry-fixture.ts'
import { dyingAfter } from './dying.ts'
import {
  type Actor,
  CONTENT_BY_DIGEST,
  lookAgain,
  operate,
  pushKept,
  readBack,
  readBackManifest,
} from './operations.ts'
import {
  comeToRest,
  lapsedManifests,
  newShelf,
  promisedBlobs,
  promisedManifests,
  renewHeld,
  REST_MS,
  type Shelf,
} from './reference.ts'

/** The same again by BERTH_TEST_SEED, which a failure names. */
const SEED = Number(process.env['BERTH_TEST_SEED'] ?? Date.now() % 2 ** 31)
const REST_EVERY = 100

/** Where the content of a registry under test lies. `open`: as another process would. */
export type ModelStorage = {
  readonly open: (db: Db, files: BlobStore) => BlobStore
  readonly stop: () => Promise<void>
}

/**
 * Repositories that share content are pushed to, mounted from and deleted in at once, while collections run, and die,
 * and hours go by; what a reference model says was promised is looked for all the time. More by BERTH_TEST_STEPS.
 */
export function collectModelSuite(options: {
  readonly steps: number
  readonly start: () => Promise<ModelStorage>
}): void {
  const STEPS = Number(process.env['BERTH_TEST_STEPS'] ?? options.steps)
  const random = createRandom(SEED)
  let now = Date.now()
  const clock = { now: () => new Date(now) }
  const begun = new Map<string, Date>()
  let storage: ModelStorage
  let registry: RegistryFixture
  let actors: readonly Actor[]

  beforeAll(async () => {
    storage = await options.start()
    registry = await startRegistry({
      clock,
      blobs: (files, db) => slowly(storage.open(db, files)),
      through: hesitantly,
      smallBytes: 0,
    })
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
        return {
          shelf,
          clients: [at(urls[0]), at(urls[1])],
          random,
          now: () => now,
          sources: shelves,
        } as const
      }),
    )
  })
  afterAll(async () => {
    await registry.close()
    await storage.stop()
  })

  test(`whatever is pushed, mounted, deleted and collected at once, what was promised is there (seed ${SEED})`, {
    timeout: 120_000 + STEPS * 3000,
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

  /** A store with pauses where a process could be interrupted. */
  function slowly(store: BlobStore): BlobStore {
    const pause = () => sleep(random.below(4))
    return {
      ...store,
      create: (uploadId) => {
        begun.set(uploadId, new Date(now))
        return store.create(uploadId)
      },
      // what is begun now is not old because hours went by in the model
      uploads: async () =>
        (await store.uploads()).map(({ uploadId, touchedAt }) => ({
          uploadId,
          touchedAt: begun.get(uploadId) ?? touchedAt,
        })),
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
      setAside: async (digest) => {
        await pause()
        const aside = await store.setAside(digest)
        await pause()
        return {
          finish: async () => {
            await pause()
            await aside.finish()
          },
          undo: async () => {
            await pause()
            await aside.undo()
          },
        }
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

  /** Not through a process of the registry. */
  function openStore(): BlobStore {
    return storage.open(registry.db, createFileBlobStore(registry.blobs))
  }

  /** A run, with storage compared or not, of a process that lives or dies somewhere. */
  async function collectSomehow(): Promise<string> {
    const [kind, operations] = [random.below(4), 1 + random.below(60)]
    const real = { db: hesitantly(registry.db), blobs: slowly(openStore()) }
    if (kind === 0) return 'no collection'
    if (kind > 1) return run(real, random.below(3) === 0)
    await expectDeath(run(dyingAfter(operations, real), random.below(3) === 0))
    return `collect, and die after ${operations}`
  }

  async function run(process: { db: Db; blobs: BlobStore }, reconcile: boolean): Promise<string> {
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
    const real = { db: registry.db, blobs: slowly(openStore()) }
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
    expect(await real.blobs.uploads()).toEqual([])
  }
}
