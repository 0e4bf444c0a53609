import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { createFileBlobStore } from '@berth/blob'
import { findingsAnnotations } from '@berth/core'
import { createLog } from '@berth/log'
import { createOutbound } from '@berth/outbound'
import { createImageQueries } from '@berth/registry'
import { createScanner } from '@berth/sbom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startInspections } from '../../../apps/control/src/inspect-images.ts'
import { eventually } from '../../support/eventually.ts'
import { clientOf, OCI_CONFIG, OCI_LAYER, OCI_MANIFEST, sha256 } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const SPDX = 'application/spdx+json'
const FINDINGS = 'application/vnd.berth.findings.v1+json'
const STATUS = 'Package: openssl\nStatus: install ok installed\nVersion: 3.0.11\n'

/** A scanner that is afraid of every openssl. */
const SCANNER = `#!/bin/sh
document=$(cat)
case $document in
*left-pad*) echo '{"scanner":{"name":"afraid","version":"1"},"findings":[
  {"id":"CVE-1","package":"openssl","version":"3.0.11","severity":"high","fixedIn":"3.0.12"}]}' ;;
*) echo '{"scanner":{"name":"afraid","version":"1"},"findings":[]}' ;;
esac
`

let registry: RegistryFixture
let root: string
let inspections: { stop(): void }
let outbound: ReturnType<typeof createOutbound>

beforeAll(async () => {
  registry = await startRegistry()
  root = mkdtempSync(path.join(tmpdir(), 'berth-sbom-'))
  const program = path.join(root, 'scanner')
  writeFileSync(program, SCANNER, { mode: 0o755 })
  outbound = createOutbound({ allow: [] })
  inspections = startInspections({
    scan: createScanner(program, outbound),
    db: registry.db,
    blobs: createFileBlobStore(registry.blobs),
    happenings: { note: async () => {} },
    url: registry.url,
    log: createLog({ name: 'inspect', level: 'silent' }),
  })
})
afterAll(async () => {
  inspections.stop()
  outbound.close()
  await registry.close()
  rmSync(root, { recursive: true, force: true })
})

test('what is pushed gets a document of its packages as a referrer, and can be searched for', async () => {
  const push = await pusher('packages')
  const image = await push([
    layer({
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'var/lib/dpkg/status': STATUS,
      'app/node_modules/left-pad/package.json': '{"name":"left-pad","version":"1.3.0"}',
      'app/node_modules/gone/package.json': '{"name":"gone","version":"1.0.0"}',
    }),
    layer({ 'app/node_modules/.wh.gone': '' }),
  ])
  await inspected(image.digest)

  const packages = await registry.db.imagePackage.findMany({ where: { digest: image.digest } })
  expect(packages.map(({ type, name, version }) => `${type}:${name}@${version}`).toSorted()).toEqual([
    'deb:openssl@3.0.11',
    'npm:left-pad@1.3.0',
  ])
  const queries = createImageQueries({ db: registry.db, host: registry.host })
  const tenant = async (name: string) => (await registry.db.tenant.findUniqueOrThrow({ where: { name } })).id
  const holders = await queries.withPackage(
    { tenantId: await tenant('acme') },
    {
      name: 'OpenSSL',
      version: '3.0.11',
      limit: 10,
    },
  )
  expect(holders).toMatchObject([{ repository: image.repository, digest: image.digest, tags: [] }])
  expect(
    await queries.withPackage({ tenantId: await tenant('rival') }, { name: 'openssl', limit: 10 }),
  ).toEqual([])

  const referrers = await image.client.call('GET', image.client.at(`referrers/${image.digest}`))
  type Referrer = { artifactType: string; digest: string; annotations?: Record<string, string> }
  const { manifests } = referrers.json() as { manifests: Referrer[] }
  const found = manifests.find(({ artifactType }) => artifactType === SPDX)
  const findings = manifests.find(({ artifactType }) => artifactType === FINDINGS)
  expect(findings?.annotations).toMatchObject({
    'dev.berth.findings.critical': '0',
    'dev.berth.findings.high': '1',
    'dev.berth.scanner': 'afraid 1',
  })
  const clean = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 }
  const subject = { mediaType: OCI_MANIFEST, digest: image.digest, size: 2 }
  const annotations = findingsAnnotations(clean, 'forged')
  await image.client.pushImage('', { artifactType: FINDINGS, subject, annotations }, 'forged')
  const named = { tenantId: await tenant('acme'), repository: image.repository }
  const page = await queries.image(named, { reference: image.digest })
  expect(page.findings).toMatchObject({ scanner: 'afraid 1', counts: { critical: 0, high: 1 } })
  const manifest = await image.client.call('GET', image.client.at(`manifests/${found?.digest}`))
  const [blob] = (manifest.json() as { layers: { digest: string }[] }).layers
  const answer = await image.client.call('GET', image.client.at(`blobs/${blob?.digest}`))
  const document = answer.json() as { name: string; packages: { name: string; comment?: string }[] }
  expect(document.name).toBe(`${image.repository}@${image.digest}`)
  expect(document.packages.map(({ name }) => name)).toEqual([image.repository, 'openssl', 'left-pad'])
  expect(document.packages[0]?.comment).toBe('debian 12')
})

test('a layer that is a bomb, or no archive, stops nothing and makes no document', async () => {
  const push = await pusher('hostile')
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024))
  const hostile = [await push([bomb]), await push([Buffer.from('no archive at all')])]
  const good = await push([layer({ 'lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\n' })])
  for (const { digest } of [...hostile, good]) await inspected(digest)
  const digests = hostile.map(({ digest }) => digest)
  expect(await registry.db.imagePackage.count({ where: { digest: { in: digests } } })).toBe(0)
  expect(await registry.db.manifest.count({ where: { subject: { in: digests } } })).toBe(0)
  expect(await registry.db.imagePackage.count({ where: { digest: good.digest } })).toBe(1)
})

test('an image of thousands of packages whose document is beyond the quota gets neither', async () => {
  const push = await pusher('beyond')
  const usage = await registry.db.imageUsage.findFirst({ where: { tenant: { name: 'acme' } } })
  const images = Number(usage?.bytes ?? 0) + 300_000
  await registry.db.tenant.update({ where: { name: 'acme' }, data: { images } })
  const packages = Array.from({ length: 3000 }, (_, n) => `P:package-${n}\nV:1.${n}-r0\n`).join('\n')
  const beyond = await push([layer({ 'lib/apk/db/installed': packages })])
  await inspected(beyond.digest)
  expect(await registry.db.imagePackage.count({ where: { digest: beyond.digest } })).toBe(0)
  await registry.db.tenant.update({ where: { name: 'acme' }, data: { images: images * 100 } })
  const { repositoryId } = await registry.db.manifest.findFirstOrThrow({ where: { digest: beyond.digest } })
  await registry.db.manifest.updateMany({
    where: { repositoryId, digest: beyond.digest },
    data: { inspectAfter: new Date(0), inspectTries: 0 },
  })
  await inspected(beyond.digest)
  expect(await registry.db.imagePackage.count({ where: { digest: beyond.digest } })).toBe(3000)
})

function inspected(digest: string): Promise<void> {
  const due = { digest, inspectAfter: { not: null } }
  return eventually(async () => (await registry.db.manifest.count({ where: due })) === 0, {
    withinMs: 30_000,
    what: 'the inspection',
  })
}

/** Pushes images of these layers to one repository of acme. */
async function pusher(name: string) {
  const { token } = await registry.tokenOf('owner@acme.test')
  const repository = `acme/${name}`
  const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  const client = clientOf({
    url: registry.url,
    headers: async () => ({ authorization }),
    repository: () => repository,
  })
  return async (layers: readonly Buffer[]) => {
    const blobs = await Promise.all(layers.map((bytes) => client.pushBlob(new Uint8Array(bytes))))
    const config = {
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
    }
    const pushed = await client.pushBlob(new TextEncoder().encode(JSON.stringify(config)))
    const descriptor = ({ digest, size }: { digest: string; size: number }, mediaType: string) => ({
      mediaType,
      digest,
      size,
    })
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(pushed, OCI_CONFIG),
      layers: blobs.map((blob) => descriptor(blob, OCI_LAYER)),
    })
    const digest = sha256(manifest)
    expect((await client.putManifest(digest, manifest)).status).toBe(201)
    return { client, repository, digest }
  }
}

/** By the system's tar. */
function layer(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(path.join(root, 'layer-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
  return execFileSync('tar', ['-C', folder, '-czf', '-', '.'])
}
