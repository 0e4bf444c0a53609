import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuard, createTenant, type Guard, hashPassword, userActor } from '@berth/auth'
import { type BlobStore, createFileBlobStore } from '@berth/blob'
import { type Clock, newId, type Permission, type Role, Secret, systemClock } from '@berth/core'
import { createDb, type Db, forTenant } from '@berth/db'
import { createLog } from '@berth/log'
import { createOutbound } from '@berth/outbound'
import { createMirror, createRegistryHandler, type Mirror } from '@berth/registry'
import { createSealer, type Sealer } from '@berth/vault'
import { createOutbox } from '@berth/webhook'
import { startPostgres } from '../../support/postgres.ts'

export const PASSWORD = 'correct horse battery staple'

/** A registry over a real Postgres and real files: the tenants `acme` and `rival`, people in both, an administrator. */
export type RegistryFixture = {
  readonly url: string
  readonly host: string
  readonly db: Db
  readonly guard: Guard
  readonly blobs: string
  readonly key: Secret
  readonly pepper: Secret
  readonly databaseUrl: string
  /** of the first process */
  readonly mirror: Mirror
  /** what the passwords of mirrors are sealed with */
  readonly sealer: Sealer
  /** a new API token of somebody, by e-mail; `scopes` are all of theirs, `repositories` all of the tenant's unless said */
  tokenOf(
    email: string,
    scopes?: readonly Permission[],
    repositories?: readonly string[],
  ): Promise<{ id: string; token: string }>
  /** another control process over the same data; returns its URL */
  startAnother(): Promise<string>
  close(): Promise<void>
}

export const ALL_SCOPES: readonly Permission[] = ['registry:pull', 'registry:push', 'registry:delete']

/** Upstreams of tests are near, or do not answer on purpose. */
const IMPATIENT = { connectMs: 1000, firstByteMs: 1000, idleMs: 1000, smallMs: 3000 }

/**
 * `clock`: what the registry goes by; `blobs`, `through`: what stands between it and its files, and the database;
 * `smallBytes`: 0 where tests look at files, as with `blobs`.
 */
export async function startRegistry(
  wanted: {
    clock?: Clock
    blobs?: (files: BlobStore, db: Db) => BlobStore
    through?: (db: Db) => Db
    smallBytes?: number
  } = {},
): Promise<RegistryFixture> {
  const postgres = await startPostgres()
  const root = mkdtempSync(join(tmpdir(), 'berth-registry-'))
  const databaseUrl = await postgres.createDatabase()
  const db = createDb({ url: databaseUrl })
  const [key, pepper] = [new Secret('k'.repeat(43)), new Secret('p'.repeat(43))]
  const guard = createGuard({ db, pepper, url: 'http://localhost', onError: () => undefined })
  await makePeople(db)
  const servers: Server[] = []
  const dbs: Db[] = [db]
  const sealer = createSealer(key)
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] })
  const mirrors: Mirror[] = []
  const smallBytes = wanted.smallBytes ?? (wanted.blobs ? 0 : undefined)
  let publicUrl = ''

  const start = async (client: Db) => {
    const own = wanted.through?.(client) ?? client
    const server = createServer()
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    server.requestTimeout = 0
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    publicUrl ||= url
    const files = createFileBlobStore(root)
    const blobs = wanted.blobs?.(files, client) ?? files
    const log = createLog({ name: 'registry', level: 'error' })
    const mirror = createMirror({
      db: own,
      blobs,
      outbound,
      open: (context, sealed) => sealer.open(context, sealed),
      clock: systemClock,
      log,
      patience: IMPATIENT,
    })
    mirrors.push(mirror)
    const handle = createRegistryHandler({
      db: own,
      blobs,
      mirror,
      happenings: createOutbox({ url: publicUrl, clock: systemClock }),
      auth: createGuard({ db: own, pepper, url, onError: () => undefined }),
      config: {
        url: publicUrl,
        key,
        ...(smallBytes !== undefined && { smallBytes }),
      },
      log,
      ...(wanted.clock && { clock: wanted.clock }),
    })
    server.on('request', (request, response) => void handle(request, response))
    return { url, mirror }
  }

  const { url, mirror } = await start(db)
  return {
    url,
    host: new URL(url).host,
    db,
    guard,
    blobs: root,
    key,
    pepper,
    databaseUrl,
    mirror,
    sealer,
    tokenOf: (email, scopes = ALL_SCOPES, repositories = []) =>
      makeToken(db, guard, email, { scopes, repositories }),
    startAnother: async () => {
      const own = createDb({ url: databaseUrl })
      dbs.push(own)
      return (await start(own)).url
    },
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
      for (const mirror of mirrors) await mirror.close()
      outbound.close()
      for (const one of dbs) await one.$disconnect()
      await postgres.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

async function makePeople(db: Db): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD, 'test')
  const person = (email: string, isAdmin = false) =>
    db.user.create({ data: { id: newId('user'), email, passwordHash, isAdmin } })
  const [owner, rival, viewer] = [
    await person('owner@acme.test'),
    await person('owner@rival.test'),
    await person('viewer@acme.test'),
  ]
  const admin = await person('admin@berth.test', true)
  const acme = await db.$transaction((tx) => createTenant(tx, { name: 'acme', ownerId: owner.id }))
  await db.$transaction((tx) => createTenant(tx, { name: 'rival', ownerId: rival.id }))
  await db.$transaction((tx) => createTenant(tx, { name: 'main', ownerId: admin.id }))
  const role: Role = 'viewer'
  await db.membership.create({ data: { tenantId: acme.id, userId: viewer.id, role } })
}

async function makeToken(
  db: Db,
  guard: Guard,
  email: string,
  wanted: { scopes: readonly Permission[]; repositories: readonly string[] },
) {
  const user = await db.user.findUniqueOrThrow({ where: { email }, include: { memberships: true } })
  const [membership] = user.memberships
  const tenantId = membership?.tenantId ?? ''
  const role = (membership?.role ?? 'viewer') as Role
  const actor = userActor(user, { via: 'session', sessionId: null, token: null })
  const { token, view } = await guard.tokens.create(
    { db: forTenant(db, tenantId), tenantId, role, by: email, userId: user.id, ip: null },
    actor,
    { kind: 'pat', name: 'test', ...wanted, expiresInDays: 1 },
  )
  return { id: view.id, token }
}
