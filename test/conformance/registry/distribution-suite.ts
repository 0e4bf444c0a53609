import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  type Answer,
  clientOf,
  OCI_CONFIG,
  OCI_INDEX,
  OCI_MANIFEST,
  sha256,
  sha512,
  type Target,
  withQuery,
} from './client.ts'

/** What of the specification a peer is known to lack; its tests are not registered for it. */
export type Lacks = ReadonlySet<
  'referrers' | 'delete-tag' | 'sha512' | 'strict' | 'ranges-of-chunks' | 'unsatisfiable-range' | 'tag-order'
>

const random = (size: number): Buffer<ArrayBuffer> => Buffer.from(randomBytes(size))
const errorCode = (answer: Answer) => (answer.json() as { errors: { code: string }[] }).errors[0]?.code

/** The OCI distribution-spec 1.1 by real HTTP, for any registry. */
export function distributionSuite(target: () => Target, lacks: Lacks = new Set()): void {
  const client = () => clientOf(target())
  const unlessLacking = (what: Parameters<Lacks['has']>[0]) => (lacks.has(what) ? ignored : test)

  test('GET /v2/ answers 200', async () => {
    expect((await client().call('GET', '/v2/')).status).toBe(200)
  })

  test('a blob is pushed with POST and PUT, and pulled', async () => {
    const { call, at, startUpload, finish } = client()
    const bytes = random(100_000)
    const answer = await finish(await startUpload(), sha256(bytes), bytes)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('docker-content-digest')).toBe(sha256(bytes))
    const pulled = await call('GET', answer.headers.get('location') ?? '')
    expect(pulled.status).toBe(200)
    expect(pulled.body.equals(bytes)).toBe(true)
    const head = await call('HEAD', at(`blobs/${sha256(bytes)}`))
    expect(head.headers.get('content-length')).toBe('100000')
    expect(head.headers.get('docker-content-digest')).toBe(sha256(bytes))
  })

  test('a blob is pushed with one PATCH and an empty PUT, as containers and docker do', async () => {
    const { call, startUpload, finish } = client()
    const bytes = random(200_000)
    const patched = await call('PATCH', await startUpload(), { body: bytes })
    expect(patched.status).toBe(202)
    expect(patched.headers.get('range')).toBe('0-199999')
    expect((await finish(patched.headers.get('location') ?? '', sha256(bytes))).status).toBe(201)
  })

  unlessLacking('ranges-of-chunks')(
    'a blob is pushed in chunks, and a chunk out of order is refused',
    async () => {
      const { call, startUpload, finish } = client()
      const bytes = random(30_000)
      const chunk = (location: string, start: number, end: number) =>
        call('PATCH', location, {
          headers: { 'content-range': `${start}-${end - 1}`, 'content-type': 'application/octet-stream' },
          body: bytes.subarray(start, end),
        })
      let answer = await chunk(await startUpload(), 0, 10_000)
      expect(answer.status).toBe(202)
      let location = answer.headers.get('location') ?? ''
      const wrong = await chunk(location, 20_000, 30_000)
      expect(wrong.status).toBe(416)
      answer = await call('GET', location)
      expect(answer.status).toBe(204)
      expect(answer.headers.get('range')).toBe('0-9999')
      location = answer.headers.get('location') ?? location
      answer = await chunk(location, 10_000, 20_000)
      const last = withQuery(answer.headers.get('location') ?? '', { digest: sha256(bytes) })
      answer = await call('PUT', last, {
        headers: { 'content-range': '20000-29999' },
        body: bytes.subarray(20_000),
      })
      expect(answer.status).toBe(201)
      expect((await finish(location, sha256(bytes))).status).toBe(404)
    },
  )

  test('a blob is pushed with a single POST, or the POST begins an upload', async () => {
    const { call, at, finish } = client()
    const bytes = random(5000)
    let answer = await call('POST', withQuery(at('blobs/uploads/'), { digest: sha256(bytes) }), {
      body: bytes,
    })
    if (answer.status === 202)
      answer = await finish(answer.headers.get('location') ?? '', sha256(bytes), bytes)
    expect(answer.status).toBe(201)
    expect((await call('GET', at(`blobs/${sha256(bytes)}`))).body.equals(bytes)).toBe(true)
  })

  test('wrong content is DIGEST_INVALID and cannot be pulled', async () => {
    const { call, at, startUpload, finish } = client()
    const wanted = sha256(random(10))
    const answer = await finish(await startUpload(), wanted, random(10))
    expect(answer.status).toBe(400)
    expect(errorCode(answer)).toBe('DIGEST_INVALID')
    expect((await call('HEAD', at(`blobs/${wanted}`))).status).toBe(404)
  })

  unlessLacking('sha512')('blobs and manifests may be named by sha512', async () => {
    const { call, at, pushBlob, putManifest, pushImage } = client()
    const bytes = random(1000)
    expect((await pushBlob(bytes, sha512(bytes))).status).toBe(201)
    expect((await call('GET', at(`blobs/${sha512(bytes)}`))).body.equals(bytes)).toBe(true)
    const { manifest } = await pushImage('base')
    expect((await putManifest(sha512(manifest), manifest)).headers.get('docker-content-digest')).toBe(
      sha512(manifest),
    )
  })

  test('a cancelled upload is gone', async () => {
    const { call, startUpload } = client()
    const location = await startUpload()
    expect((await call('DELETE', location)).status).toBe(204)
    expect((await call('PATCH', location, { body: random(10) })).status).toBe(404)
  })

  test('a part of a blob is pulled with Range', async () => {
    const { call, at, pushBlob } = client()
    const bytes = random(1000)
    const { digest } = await pushBlob(bytes)
    const part = await call('GET', at(`blobs/${digest}`), { headers: { range: 'bytes=100-199' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 100-199/1000')
    expect(part.body.equals(bytes.subarray(100, 200))).toBe(true)
  })

  unlessLacking('unsatisfiable-range')('a part beyond the end of a blob is 416', async () => {
    const { call, at, pushBlob } = client()
    const { digest } = await pushBlob(random(1000))
    const beyond = await call('GET', at(`blobs/${digest}`), { headers: { range: 'bytes=1000-' } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe('bytes */1000')
  })

  test('a blob is mounted from another repository without sending it', async () => {
    const from = client()
    const { digest } = await from.pushBlob(random(1000))
    const to = client()
    const query = { mount: digest, from: from.repository }
    expect((await to.call('POST', withQuery(to.at('blobs/uploads/'), query))).status).toBe(201)
    expect((await to.call('HEAD', to.at(`blobs/${digest}`))).status).toBe(200)
  })

  test('a mount of what is not there begins an upload', async () => {
    const { call, at } = client()
    const query = { mount: sha256(random(10)), from: client().repository }
    const answer = await call('POST', withQuery(at('blobs/uploads/'), query))
    expect(answer.status).toBe(202)
    expect(answer.headers.get('location')).toBeTruthy()
  })

  test('a manifest is pulled by tag and by digest as it was pushed', async () => {
    const { call, at, pushImage } = client()
    const { manifest, digest, answer } = await pushImage('v1')
    expect(answer.status).toBe(201)
    expect(answer.headers.get('docker-content-digest')).toBe(digest)
    for (const reference of ['v1', digest]) {
      const pulled = await call('GET', at(`manifests/${reference}`), { headers: { accept: OCI_MANIFEST } })
      expect(pulled.body.toString()).toBe(manifest)
      expect(pulled.headers.get('content-type')).toBe(OCI_MANIFEST)
      const head = await call('HEAD', at(`manifests/${reference}`), { headers: { accept: OCI_MANIFEST } })
      expect(head.status).toBe(200)
      expect(head.headers.get('docker-content-digest')).toBe(digest)
      expect(head.headers.get('content-length')).toBe(String(manifest.length))
    }
  })

  test('a tag is moved by pushing it again', async () => {
    const { call, at, pushImage } = client()
    const first = await pushImage('latest', {}, 'first')
    const second = await pushImage('latest', {}, 'second')
    const head = async (reference: string) =>
      (await call('HEAD', at(`manifests/${reference}`), { headers: { accept: OCI_MANIFEST } })).headers.get(
        'docker-content-digest',
      )
    expect(await head('latest')).toBe(second.digest)
    expect(await head(first.digest)).toBe(first.digest)
  })

  test('an index needs its manifests, and is pulled with its own media type', async () => {
    const { call, at, pushImage, putManifest } = client()
    const { digest, manifest } = await pushImage('amd64')
    const child = {
      mediaType: OCI_MANIFEST,
      digest,
      size: manifest.length,
      platform: { architecture: 'amd64', os: 'linux' },
    }
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child] }
    expect((await putManifest('multi', index, OCI_INDEX)).status).toBe(201)
    const pulled = await call('GET', at('manifests/multi'), { headers: { accept: OCI_INDEX } })
    expect(pulled.headers.get('content-type')).toBe(OCI_INDEX)
    const lost = { ...index, manifests: [{ ...child, digest: sha256('nothing') }] }
    const refused = await putManifest('lost', lost, OCI_INDEX)
    expect([400, 404]).toContain(refused.status)
    expect(errorCode(refused)).toBe('MANIFEST_BLOB_UNKNOWN')
  })

  test('a manifest whose blobs are missing is refused', async () => {
    const { putManifest, pushImage } = client()
    const { config } = await pushImage('v1')
    const layers = [{ ...config, digest: sha256(random(10)) }]
    const refused = await putManifest('v2', { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers })
    expect([400, 404]).toContain(refused.status)
    expect(errorCode(refused)).toBe('MANIFEST_BLOB_UNKNOWN')
  })

  test.each([
    ['no JSON', 'not json', OCI_MANIFEST],
    ['an unknown media type', '{"schemaVersion":2}', 'application/x-nothing'],
  ])('%s is MANIFEST_INVALID', async (_, body, type) => {
    const refused = await client().putManifest('v1', body, type)
    expect(refused.status).toBe(400)
    expect(errorCode(refused)).toBe('MANIFEST_INVALID')
  })

  unlessLacking('strict')('a manifest that could be two is refused', async () => {
    const { pushImage, putManifest } = client()
    const { manifest } = await pushImage('v1')
    const both = { ...(JSON.parse(manifest) as object), manifests: [] }
    expect(errorCode(await putManifest('v2', both))).toBe('MANIFEST_INVALID')
    expect(
      errorCode(await putManifest('v2', { ...(JSON.parse(manifest) as object), mediaType: OCI_INDEX })),
    ).toBe('MANIFEST_INVALID')
  })

  test('a manifest under another digest than its own is refused', async () => {
    const { pushImage, putManifest } = client()
    const { manifest } = await pushImage('v1')
    expect(errorCode(await putManifest(sha256('other'), manifest))).toBe('DIGEST_INVALID')
  })

  unlessLacking('strict')('a manifest above 4 MiB is 413', async () => {
    const { pushImage, putManifest } = client()
    const { manifest } = await pushImage('v1')
    const big = { ...(JSON.parse(manifest) as object), annotations: { a: 'x'.repeat(4 * 1024 * 1024) } }
    expect((await putManifest('big', big)).status).toBe(413)
  })

  test('what is not there is told by the right code', async () => {
    const { call, at, pushImage } = client()
    await pushImage('v1')
    const manifest = await call('GET', at('manifests/v2'), { headers: { accept: OCI_MANIFEST } })
    expect([manifest.status, errorCode(manifest)]).toEqual([404, 'MANIFEST_UNKNOWN'])
    const blob = await call('GET', at(`blobs/${sha256('nothing')}`))
    expect([blob.status, errorCode(blob)]).toEqual([404, 'BLOB_UNKNOWN'])
    const other = client()
    const tags = await other.call('GET', other.at('tags/list'))
    expect([tags.status, errorCode(tags)]).toEqual([404, 'NAME_UNKNOWN'])
  })

  unlessLacking('tag-order')('tags are listed in order and in pages', async () => {
    const { repository, call, at, pushImage, putManifest } = client()
    const { manifest } = await pushImage('b')
    for (const tag of ['a', 'C', 'd', '_e']) await putManifest(tag, manifest)
    const all = (await call('GET', at('tags/list'))).json()
    expect(all).toEqual({ name: repository, tags: ['C', '_e', 'a', 'b', 'd'] })
    const first = await call('GET', at('tags/list?n=2'))
    expect(first.json()).toMatchObject({ tags: ['C', '_e'] })
    const next = /<([^>]+)>; ?rel="?next"?/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await call('GET', next)
    expect(second.json()).toMatchObject({ tags: ['a', 'b'] })
    const last = await call('GET', at('tags/list?n=2&last=b'))
    expect(last.json()).toMatchObject({ tags: ['d'] })
    expect(last.headers.get('link')).toBeNull()
  })

  unlessLacking('delete-tag')('a tag is deleted alone, a digest with its tags', async () => {
    const { call, at, pushImage, putManifest } = client()
    const { manifest, digest } = await pushImage('one')
    await putManifest('two', manifest)
    const status = async (method: string, reference: string) =>
      (await call(method, at(`manifests/${reference}`))).status
    expect(await status('DELETE', 'one')).toBe(202)
    expect(await status('HEAD', 'one')).toBe(404)
    expect(await status('HEAD', 'two')).toBe(200)
    expect(await status('DELETE', digest)).toBe(202)
    expect(await status('HEAD', 'two')).toBe(404)
    expect(await status('DELETE', digest)).toBe(404)
  })

  test('a deleted manifest is gone', async () => {
    const { call, at, pushImage } = client()
    const { digest } = await pushImage('v1')
    expect((await call('DELETE', at(`manifests/${digest}`))).status).toBe(202)
    const headers = { accept: OCI_MANIFEST }
    expect((await call('GET', at(`manifests/${digest}`), { headers })).status).toBe(404)
  })

  test('a deleted blob is gone', async () => {
    const { call, at, pushBlob } = client()
    const { digest } = await pushBlob(random(100))
    expect((await call('DELETE', at(`blobs/${digest}`))).status).toBe(202)
    expect((await call('HEAD', at(`blobs/${digest}`))).status).toBe(404)
  })

  unlessLacking('referrers')('referrers of a manifest are listed, also by their type', async () => {
    const { call, at, pushImage } = client()
    const subject = await pushImage('v1')
    const descriptor = { mediaType: OCI_MANIFEST, digest: subject.digest, size: subject.manifest.length }
    const sbom = await pushImage(
      '',
      { subject: descriptor, artifactType: 'application/sbom', annotations: { a: 'b' } },
      'sbom',
    )
    expect(sbom.answer.headers.get('oci-subject')).toBe(subject.digest)
    await pushImage('', { subject: descriptor }, 'plain')
    const list = async (query: string) => {
      const answer = await call('GET', at(`referrers/${subject.digest}${query}`))
      expect(answer.headers.get('content-type')).toBe(OCI_INDEX)
      const { manifests } = answer.json() as { manifests: { artifactType: string; digest: string }[] }
      return { types: manifests.map(({ artifactType }) => artifactType).toSorted(), answer, manifests }
    }
    expect((await list('')).types).toEqual(['application/sbom', OCI_CONFIG])
    const filtered = await list('?artifactType=application/sbom')
    expect(filtered.answer.headers.get('oci-filters-applied')).toBe('artifactType')
    expect(filtered.manifests).toMatchObject([
      { digest: sbom.digest, annotations: { a: 'b' }, size: sbom.manifest.length },
    ])
    const none = await call('GET', at(`referrers/${sha256('nothing')}`))
    expect([none.status, (none.json() as { manifests: [] }).manifests]).toEqual([200, []])
  })

  test.each([
    ['GET', 'blobs/sha256:abc', 400],
    ['GET', 'blobs/sha256:..%2F..%2Fetc', 400],
    ['POST', 'tags/list', 405],
  ])('%s %s is refused', async (method, path, status) => {
    const { call, at, pushImage } = client()
    await pushImage('v1')
    const answer = await call(method, at(path))
    expect([status, 404, 301]).toContain(answer.status)
  })
}

/** Stands in for `test` where a peer is known to lack a feature. */
function ignored(): void {}
