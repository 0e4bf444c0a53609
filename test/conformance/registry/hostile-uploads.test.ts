import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@berth/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { clientOf } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const MIB = 1024 ** 2
const LIMIT = 40 * MIB

let registry: RegistryFixture
let authorization: string
beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
})
afterAll(() => registry.close())
beforeEach(async () => {
  await registry.db.repository.deleteMany({ where: { tenantId: { not: null } } })
  await registry.db.tenant.updateMany({ where: { name: 'acme' }, data: { images: LIMIT } })
})

const client = (repository: string) =>
  clientOf({ url: registry.url, repository: () => repository, headers: async () => ({ authorization }) })

/** A chunk whose sender says when more of it goes, and never how long it is unless `length` does. */
function sendSlowly(location: string, length?: number) {
  const headers = { authorization, ...(length === undefined ? {} : { 'content-length': length }) }
  const sending = request(new URL(location, registry.url), { method: 'PATCH', headers })
  const status = new Promise<number>((resolve) => {
    sending.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sending.once('error', () => resolve(0))
  })
  return { sending, status, push: (bytes: number) => sending.write(randomBytes(bytes)) }
}

const reserved = async () => {
  const row = await registry.db.imageUsage.findFirst({ where: { tenant: { name: 'acme' } } })
  return Number(row?.reserved ?? 0)
}

test('an upload that is cancelled while it comes in takes no more bytes, which nobody would count', async () => {
  const { startUpload, call } = client('acme/cancelled')
  const location = await startUpload()
  const upload = sendSlowly(location)
  upload.push(MIB)
  await eventually(async () => (await reserved()) > 0)
  expect((await call('DELETE', location)).status).toBe(204)
  expect(await reserved()).toBe(0)
  // what was held is used up, and no more room is found for what is no upload any more
  for (let sent = 0; sent < 20; sent++) {
    upload.push(MIB)
    await sleep(5)
  }
  expect(await upload.status).toBe(404)
})

test('nor does one whose length was promised, and whose room was given back with it', async () => {
  const { startUpload, call } = client('acme/promised')
  const location = await startUpload()
  const upload = sendSlowly(location, LIMIT)
  upload.push(MIB)
  await eventually(async () => (await reserved()) === LIMIT)
  expect((await call('DELETE', location)).status).toBe(204)
  expect(await reserved()).toBe(0)
  for (let sent = 1; sent < 36; sent++) {
    upload.push(MIB)
    await sleep(5)
  }
  expect(await upload.status).toBe(404)
})

test('one upload is written by a few requests at a time: together they hold room once', async () => {
  const location = await client('acme/crowded').startUpload()
  const many = Array.from({ length: 12 }, () => sendSlowly(location, 8 * MIB))
  for (const { push } of many) push(1024)
  const answers: number[] = []
  for (const { status } of many) void status.then((code) => answers.push(code)).catch(() => undefined)
  try {
    await expect.poll(() => answers.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(10)
    expect(answers.every((code) => code === 429)).toBe(true)
  } finally {
    for (const { sending } of many) sending.destroy()
  }
})

test('a tenant has so many uploads open at a time, over all its repositories, and others have theirs', async () => {
  const [first, second] = [client('acme/flood'), client('acme/flood-2')]
  const begin = ({ call, startUpload }: typeof first) =>
    startUpload().then((location) => call('PATCH', location, { body: 'the first chunk' }))
  expect((await begin(first)).status).toBe(202)
  const { id: repositoryId } = await registry.db.repository.findUniqueOrThrow({
    where: { name: 'acme/flood' },
  })
  const expiresAt = new Date(Date.now() + 60_000)
  await registry.db.upload.createMany({
    data: Array.from({ length: 999 }, () => ({ id: newId('upload'), repositoryId, expiresAt })),
  })
  expect((await begin(second)).status).toBe(429)
  expect(await registry.db.upload.count({ where: { repository: { name: { startsWith: 'acme/' } } } })).toBe(
    1000,
  )
  const { token } = await registry.tokenOf('owner@rival.test')
  const rival = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  const asRival = clientOf({
    url: registry.url,
    repository: () => 'rival/web',
    headers: async () => ({ authorization: rival }),
  })
  expect((await begin(asRival)).status).toBe(202)
  await registry.db.upload.deleteMany({ where: { repositoryId, offset: 0 } })
  expect((await begin(second)).status).toBe(202)
})
