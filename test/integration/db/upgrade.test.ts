import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDb, migrate } from '@berth/db'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

const MIGRATIONS = path.join(import.meta.dirname, '../../../prisma/migrations')

/** Two repositories of a tenant that share a layer, and one of the library. */
const FIRST_RELEASE = `
  INSERT INTO "Tenant" (id, name) VALUES ('ten_a', 'acme'), ('ten_b', 'empty');
  INSERT INTO "Repository" (id, "tenantId", name) VALUES
    ('rep_a', 'ten_a', 'acme/web'), ('rep_b', 'ten_a', 'acme/api'), ('rep_l', NULL, 'library/debian');
  INSERT INTO "Blob" (digest, size) VALUES ('sha256:shared', 1000), ('sha256:own', 20);
  INSERT INTO "RepositoryBlob" ("repositoryId", digest) VALUES
    ('rep_a', 'sha256:shared'), ('rep_b', 'sha256:shared'), ('rep_l', 'sha256:shared'), ('rep_b', 'sha256:own');
  INSERT INTO "Manifest" ("repositoryId", digest, "mediaType", size, content, "references") VALUES
    ('rep_a', 'sha256:tagged', 'application/vnd.oci.image.manifest.v1+json', 3, '{}', ARRAY['sha256:shared']),
    ('rep_b', 'sha256:loose', 'application/vnd.oci.image.manifest.v1+json', 4, '{}', ARRAY['sha256:own']);
  INSERT INTO "Tag" ("repositoryId", name, digest) VALUES ('rep_a', '1', 'sha256:tagged');
  INSERT INTO "Token" (id, kind, name, "tenantId", "secretHmac", "lastFour") VALUES
    ('tok_a', 'pat', 'ci', 'ten_a', '', 'abcd');`

let postgres: TestPostgres
let url: string

beforeAll(async () => {
  postgres = await startPostgres()
  url = await emptyDatabase(await postgres.createDatabase())
})
afterAll(() => postgres.stop())

test('the images of the first release are counted and kept, and its tokens are for all repositories', async () => {
  await firstRelease()
  await query(url, FIRST_RELEASE)
  await migrate({ url, dir: MIGRATIONS, log: () => undefined })

  const db = createDb({ url, poolSize: 1 })
  try {
    expect(await db.imageUsage.findMany({ orderBy: { tenantId: 'asc' } })).toMatchObject([
      { tenantId: 'ten_a', bytes: 1027n, reserved: 0n, warnedAt: null },
      { tenantId: 'ten_b', bytes: 0n, reserved: 0n },
    ])
    expect(await db.manifest.findMany({ orderBy: { digest: 'desc' } })).toMatchObject([
      { digest: 'sha256:tagged', named: true },
      { digest: 'sha256:loose', named: false },
    ])
    expect(await db.token.findMany()).toMatchObject([{ id: 'tok_a', repositories: [] }])

    await db.repository.delete({ where: { id: 'rep_b' } })
    expect(await db.imageUsage.findUnique({ where: { tenantId: 'ten_a' } })).toMatchObject({ bytes: 1003n })
  } finally {
    await db.$disconnect()
  }
})

/** The database as the first release made it. */
async function firstRelease(): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-migrations-'))
  try {
    await cp(path.join(MIGRATIONS, '0001_init'), path.join(dir, '0001_init'), { recursive: true })
    expect(await migrate({ url, dir, log: () => undefined })).toEqual(['0001_init'])
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function emptyDatabase(beside: string): Promise<string> {
  await query(beside, 'CREATE DATABASE before_all TEMPLATE template0')
  const empty = new URL(beside)
  empty.pathname = '/before_all'
  return empty.href
}

async function query(database: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
