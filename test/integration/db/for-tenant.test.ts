import { createDb, type Db, forTenant, type TenantDb } from '@berth/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

let postgres: TestPostgres
let db: Db
let alpha: TenantDb

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  for (const name of ['alpha', 'beta']) {
    const id = `ten_${name}`
    await db.tenant.create({
      data: { id, name, projects: { create: { id: `prj_${name}`, name: 'default' } } },
    })
    await db.app.create({ data: { id: `app_${name}`, tenantId: id, projectId: `prj_${name}`, name: 'web' } })
    await db.repository.create({ data: { id: `rep_${name}`, tenantId: id, name: `${name}/web` } })
  }
  await db.repository.create({ data: { id: 'rep_library', name: 'library/busybox', public: true } })
  alpha = forTenant(db, 'ten_alpha')
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

test('reads see one tenant, whatever they ask', async () => {
  expect((await alpha.app.findMany()).map(({ id }) => id)).toEqual(['app_alpha'])
  expect(await alpha.app.findUnique({ where: { id: 'app_beta' } })).toBeNull()
  expect(await alpha.app.findFirst({ where: { tenantId: 'ten_beta' } })).toBeNull()
  expect(await alpha.app.count({ where: { OR: [{ name: 'web' }, { tenantId: 'ten_beta' }] } })).toBe(1)
  expect((await alpha.tenant.findMany()).map(({ name }) => name)).toEqual(['alpha'])
  expect((await alpha.app.groupBy({ by: ['name'], _count: true }))[0]?._count).toBe(1)
})

test('writes change one tenant', async () => {
  expect(await alpha.app.updateMany({ data: { desired: 'stopped' } })).toEqual({ count: 1 })
  expect(await alpha.app.deleteMany({ where: { id: 'app_beta' } })).toEqual({ count: 0 })
  await expect(alpha.app.update({ where: { id: 'app_beta' }, data: { name: 'mine' } })).rejects.toThrow()
  await expect(alpha.app.delete({ where: { id: 'app_beta' } })).rejects.toThrow()
  const project = { id: 'prj_new', tenantId: 'ten_alpha', name: 'new' }
  await alpha.project.create({ data: project })
  await expect(
    alpha.project.create({ data: { ...project, id: 'prj_x', tenantId: 'ten_beta' } }),
  ).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
  expect(await db.app.findUnique({ where: { id: 'app_beta' } })).toMatchObject({
    desired: 'running',
    name: 'web',
  })
})

test('a transaction is as narrow, and is rolled back as a whole', async () => {
  const failed = alpha.$transaction(async (tx) => {
    expect(await tx.app.findMany()).toHaveLength(1)
    await tx.app.updateMany({ data: { restartNonce: 9 } })
    await tx.app.findUniqueOrThrow({ where: { id: 'app_beta' } })
  })
  await expect(failed).rejects.toThrow()
  expect((await alpha.app.findFirst())?.restartNonce).toBe(0)
})

test('public repositories are read by everybody and changed by nobody else', async () => {
  expect((await alpha.repository.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)).toEqual([
    'alpha/web',
    'library/busybox',
  ])
  expect(await alpha.repository.updateMany({ data: { public: false } })).toEqual({ count: 1 })
  expect(await db.repository.findUnique({ where: { id: 'rep_library' } })).toMatchObject({ public: true })
})

test("raw queries and the platform's own tables are out of reach", async () => {
  const raw: unknown = Reflect.get(alpha, '$queryRawUnsafe')
  const attempt = async () =>
    typeof raw === 'function' ? await Reflect.apply(raw, alpha, ['SELECT 1']) : undefined
  await expect(attempt()).rejects.toMatchObject({ code: 'auth.forbidden' })
  await expect(alpha.user.findMany()).rejects.toMatchObject({ code: 'auth.forbidden' })
  await expect(alpha.session.deleteMany()).rejects.toMatchObject({ code: 'auth.forbidden' })
})
