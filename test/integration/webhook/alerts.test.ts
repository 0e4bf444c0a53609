import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDb, type Db, recordEvent } from '../../../packages/db/src/index.ts'
import { createAlertKeeper } from '../../../packages/deploy/src/index.ts'
import { createOutbox } from '../../../packages/webhook/src/index.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

const clock = { now: () => new Date() }
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  await db.tenant.create({ data: { id: 'ten_a', name: 'alpha' } })
  await db.project.create({ data: { id: 'prj_a', tenantId: 'ten_a', name: 'default' } })
  for (const name of ['shop', 'blog', 'missed']) {
    await db.app.create({ data: { id: `app_${name}`, tenantId: 'ten_a', projectId: 'prj_a', name } })
  }
  const hook = { tenantId: 'ten_a', url: 'https://example.com/', createdBy: 'ada' }
  await db.webhook.create({
    data: { ...hook, id: 'whk_all', name: 'all', events: ['crash_loop', 'out_of_memory', 'deploy_failed'] },
  })
  await db.webhook.create({ data: { ...hook, id: 'whk_push', name: 'push', events: ['push'] } })
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

const keeper = () => {
  const happenings = createOutbox({ url: 'https://berth.example', clock })
  return createAlertKeeper({ db, happenings, clock, log: quiet })
}

async function record(app: string, type: string, data: object = {}): Promise<void> {
  await db.$transaction((tx) =>
    recordEvent(tx, {
      ...{ tenantId: 'ten_a', type, appId: `app_${app}`, appName: app, containerId: `con_${app}` },
      ...{ message: `${app} ${type}`, data: { ...data } },
    }),
  )
}

async function sent(app: string): Promise<string[]> {
  const rows = await db.webhookDelivery.findMany({ orderBy: { createdAt: 'asc' } })
  const events = rows.map(({ webhookId, event }) => ({
    webhookId,
    ...(event as { type: string; subject: string }),
  }))
  return events.filter(({ subject }) => subject === app).map(({ webhookId, type }) => `${webhookId} ${type}`)
}

test('a crash loop is told once to those who asked, however many keepers hear of it', async () => {
  const end = { kind: 'exit', code: 1 }
  for (let i = 0; i < 5; i++) await record('shop', 'container.ended', { end })
  const keepers = [keeper(), keeper()]
  for (const one of keepers) one.heard({ type: 'container.ended', appId: 'app_shop' })
  await Promise.all(keepers.map((one) => one.catchUp()))
  await Promise.all(keepers.map((one) => one.close()))
  expect(await sent('shop')).toEqual(['whk_all berth.app.crash_loop'])
  const events = await db.event.findMany({ where: { type: 'app.crash_loop' } })
  expect(events.map(({ message }) => message)).toEqual(['shop ends again and again: shop container.ended'])
})

test('a failed deploy is told, and the next one when a release was live between them', async () => {
  const one = keeper()
  await record('blog', 'deploy.failed')
  await record('blog', 'deploy.failed')
  await one.catchUp()
  expect(await sent('blog')).toEqual(['whk_all berth.deploy.failed'])
  await record('blog', 'app.deployed')
  await record('blog', 'deploy.failed')
  await one.catchUp()
  await one.close()
  expect(await sent('blog')).toEqual(['whk_all berth.deploy.failed', 'whk_all berth.deploy.failed'])
})

test('what happened while nobody listened is told later', async () => {
  await record('missed', 'container.ended', { end: { kind: 'oom', limit: 1 } })
  const one = keeper()
  await one.catchUp()
  await one.close()
  expect(await sent('missed')).toEqual(['whk_all berth.app.out_of_memory'])
})
