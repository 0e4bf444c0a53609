import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DescribedStore, describeBucket } from '../../support/described-store.ts'
import { freePort } from '../../support/free-port.ts'
import { type RegistryProcess, startRegistryProcess } from '../../support/registry-process.ts'
import { startRoundRobin } from '../../support/round-robin.ts'
import { startSwift, type TestSwift } from '../../support/swift.ts'
import { clientOf, sha256 } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

/** Two processes that share Postgres and storage, behind a HAProxy that gives each request to the other one. */
let fixture: RegistryFixture
let swift: TestSwift
beforeAll(async () => {
  ;[fixture, swift] = await Promise.all([startRegistry(), startSwift()])
})
afterAll(async () => {
  await Promise.all([fixture.close(), swift.stop()])
})

const stores: Record<string, () => Promise<DescribedStore>> = {
  files: async () => ({ kind: 'files', root: mkdtempSync(join(tmpdir(), 'berth-two-')) }),
  S3: async () => describeBucket(await swift.createBucket()),
}

describe.each(Object.entries(stores))('two registry processes over %s', (name, makeStore) => {
  let store: DescribedStore
  let processes: readonly RegistryProcess[]
  let robin: { stop(): Promise<void> }
  let url: string
  let authorization: string

  beforeAll(async () => {
    store = await makeStore()
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const { databaseUrl, key, pepper } = fixture
    const options = { databaseUrl, store, url, key: key.reveal(), pepper: pepper.reveal() }
    processes = await Promise.all([startRegistryProcess(options), startRegistryProcess(options)])
    robin = await startRoundRobin(
      port,
      processes.map((one) => Number(new URL(one.url).port)),
    )
    const { token } = await fixture.tokenOf('owner@acme.test')
    authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  })
  afterAll(async () => {
    await robin.stop()
    await Promise.all(processes.map((one) => one.stop()))
    if (store.kind === 'files') rmSync(store.root, { recursive: true, force: true })
  })

  const client = (at = url) =>
    clientOf({
      url: at,
      repository: () => `acme/${name.toLowerCase()}`,
      headers: async () => ({ authorization }),
    })

  test('an upload goes on in the other process with every chunk, short and long', async () => {
    const { call, startUpload, finish } = client()
    const sizes = [1000, 6_000_000, 1, 300_000, 9_000_000, 50_000]
    const parts = sizes.map((size) => Buffer.from(randomBytes(size)))
    const location = await startUpload()
    let offset = 0
    for (const body of parts) {
      const range = `${offset}-${offset + body.length - 1}`
      const answer = await call('PATCH', location, { body, headers: { 'content-range': range } })
      offset += body.length
      expect([answer.status, answer.headers.get('range')]).toEqual([202, `0-${offset - 1}`])
    }
    const whole = Buffer.concat(parts)
    expect((await finish(location, sha256(whole))).status).toBe(201)
    for (const { url: at } of processes) {
      const pulled = await client(at).call('GET', `/v2/acme/${name.toLowerCase()}/blobs/${sha256(whole)}`)
      expect(pulled.body.equals(whole)).toBe(true)
    }
  })

  test('an image that one process took is pulled from the other, and gone from both when it is deleted', async () => {
    const { pushImage, at } = client()
    const { digest, answer } = await pushImage('v1')
    expect(answer.status).toBe(201)
    for (const one of processes)
      expect((await client(one.url).call('GET', at('manifests/v1'))).status).toBe(200)
    const [first, second] = processes.map((one) => client(one.url))
    expect((await first?.call('DELETE', at(`manifests/${digest}`)))?.status).toBe(202)
    for (const reference of ['v1', digest])
      expect((await second?.call('GET', at(`manifests/${reference}`)))?.status).toBe(404)
  })

  test('an upload goes on when the process that took its first chunk is dead', async () => {
    const [taker, other] = processes
    const [first, second] = [Buffer.from(randomBytes(6_000_000)), Buffer.from(randomBytes(1000))]
    const location = await client(taker?.url).startUpload()
    expect((await client(taker?.url).call('PATCH', location, { body: first })).status).toBe(202)
    await taker?.stop()
    const { finish } = client(other?.url)
    const whole = Buffer.concat([first, second])
    expect((await finish(location, sha256(whole), second)).status).toBe(201)
  })
})
