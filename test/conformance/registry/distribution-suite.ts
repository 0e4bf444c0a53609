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
  | 'referrers'
  | 'delete-tag'
  | 'several-tags'
  | 'anonymous-mount'
  | 'empty-referrers'
  | 'backward-range'
  | 'foreign-layers'
  | 'sha512'
  | 'strict'
  | 'ranges-of-chunks'
  | 'unsatisfiable-range'
  | 'tag-order'
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

  unlessLacking('several-tags')('a put by digest makes several tags, and says which', async () => {
    const { call, at, pushImage } = client()
    const { manifest } = await pushImage('base')
    for (const digest of [sha256(manifest), sha512(manifest)]) {
      const tags = Array.from({ length: 10 }, (_, i) => `t${i}.${digest.slice(0, 6)}`)
      const query = tags.map((tag) => `tag=${tag}`).join('&')
      const answer = await call('PUT', at(`manifests/${digest}?${query}`), {
        headers: { 'content-type': OCI_MANIFEST },
        body: manifest,
      })
      expect(answer.status).toBe(201)
      expect((answer.headers.get('oci-tag') ?? '').split(', ').toSorted()).toEqual(tags.toSorted())
      for (const tag of tags) {
        const head = await call('HEAD', at(`manifests/${tag}`), { headers: { accept: OCI_MANIFEST } })
        expect(head.headers.get('docker-content-digest')).toBe(digest)
      }
    }
  })

  unlessLacking('several-tags')('a put with a wrong tag or with too many makes none', async () => {
    const { call, at, pushImage } = client()
    const { manifest, digest } = await pushImage('base')
    const put = (query: string) =>
      call('PUT', at(`manifests/${digest}?${query}`), {
        headers: { 'content-type': OCI_MANIFEST },
        body: manifest,
      })
    expect((await put('tag=right&tag=wr%20ong')).status).toBe(400)
    expect((await put(Array.from({ length: 51 }, (_, i) => `tag=right${i}`).join('&'))).status).toBe(414)
    expect((await call('GET', at('tags/list'))).json()).toMatchObject({ tags: ['base'] })
  })

  unlessLacking('sha512')(
    'an upload may say the algorithm of its digest before, if it is one that there is',
    async () => {
      const { call, at, finish } = client()
      const bytes = random(1000)
      const answer = await call('POST', at('blobs/uploads/?digest-algorithm=sha512'))
      expect(answer.status).toBe(202)
      const patched = await call('PATCH', answer.headers.get('location') ?? '', { body: bytes })
      expect((await finish(patched.headers.get('location') ?? '', sha512(bytes))).status).toBe(201)
      expect((await call('POST', at('blobs/uploads/?digest-algorithm=md5'))).status).toBe(400)
    },
  )

  unlessLacking('anonymous-mount')('a blob is mounted without saying from where', async () => {
    const from = client()
    const { digest } = await from.pushBlob(random(1000))
    const to = client()
    const answer = await to.call('POST', withQuery(to.at('blobs/uploads/'), { mount: digest }))
    expect(answer.status).toBe(201)
    expect(answer.headers.get('docker-content-digest')).toBe(digest)
    expect((await to.call('HEAD', to.at(`blobs/${digest}`))).status).toBe(200)
  })

  unlessLacking('backward-range')('a range that ends before it begins is 416', async () => {
    const { call, at, pushBlob } = client()
    const { digest } = await pushBlob(random(1000))
    const answer = await call('GET', at(`blobs/${digest}`), { headers: { range: 'bytes=500-0' } })
    expect(answer.status).toBe(416)
  })

  test.each([
    ['bytes=500-', 500, 999],
    ['bytes=-100', 900, 999],
    ['bytes=900-5000', 900, 999],
  ])('%s of 1000 bytes is a part', async (range, start, end) => {
    const { call, at, pushBlob } = client()
    const bytes = random(1000)
    const { digest } = await pushBlob(bytes)
    const part = await call('GET', at(`blobs/${digest}`), { headers: { range } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`)
    expect(part.headers.get('content-length')).toBe(String(end - start + 1))
    expect(part.headers.get('docker-content-digest')).toBe(digest)
    expect(part.body.equals(bytes.subarray(start, end + 1))).toBe(true)
  })

  test('what the client has already is 304, with its digest', async () => {
    const { call, at, pushImage } = client()
    const { digest, layer } = await pushImage('v1')
    for (const path of [`blobs/${layer.digest}`, 'manifests/v1', `manifests/${digest}`]) {
      const headers = { accept: OCI_MANIFEST }
      const etag = (await call('GET', at(path), { headers })).headers.get('etag') ?? ''
      const again = await call('GET', at(path), { headers: { ...headers, 'if-none-match': etag } })
      expect([again.status, again.body.length]).toEqual([304, 0])
    }
  })

  test.each([
    ['nothing at all', ''],
    ['an empty object', '{}'],
  ])('a blob of %s is pushed in every way, and pulled', async (_, text) => {
    const { call, at, startUpload, finish, pushBlob } = client()
    const bytes = Buffer.from(text)
    expect((await pushBlob(bytes)).status).toBe(201)
    const streamed = await call('PATCH', await startUpload(), { body: bytes })
    expect((await finish(streamed.headers.get('location') ?? '', sha256(bytes))).status).toBe(201)
    const pulled = await call('GET', at(`blobs/${sha256(bytes)}`))
    expect([pulled.status, pulled.body.toString()]).toEqual([200, text])
    expect(pulled.headers.get('content-length')).toBe(String(text.length))
  })

  unlessLacking('foreign-layers')('what lies at a foreign address need not be pushed', async () => {
    const { call, at, pushImage, putManifest } = client()
    const { manifest } = await pushImage('v1')
    const foreign = {
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
      digest: sha256(random(10)),
      size: 123_456,
      urls: ['https://store.example.com/layer'],
    }
    const own = JSON.parse(manifest) as { layers: object[] }
    const answer = await putManifest('foreign', { ...own, layers: [foreign, ...own.layers] })
    expect(answer.status).toBe(201)
    expect((await call('HEAD', at(`blobs/${foreign.digest}`))).status).toBe(404)
  })

  test('an image without layers, with fields of its own and with content in a descriptor is kept as it is', async () => {
    const { call, at, pushImage, putManifest } = client()
    const { config } = await pushImage('v1')
    const odd = { ...config, data: 'e30=', 'org.example': 1 }
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: odd,
      layers: [],
      own: { a: [1] },
    })
    expect((await putManifest('odd', body)).status).toBe(201)
    expect(
      (await call('GET', at('manifests/odd'), { headers: { accept: OCI_MANIFEST } })).body.toString(),
    ).toBe(body)
  })

  test('an index may hold an index, or nothing', async () => {
    const { putManifest } = client()
    const empty = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })
    expect((await putManifest('empty', empty, OCI_INDEX)).status).toBe(201)
    const child = { mediaType: OCI_INDEX, digest: sha256(empty), size: empty.length }
    const nested = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child, child] }
    expect((await putManifest('nested', nested, OCI_INDEX)).status).toBe(201)
  })

  test("Docker's schema 2 is kept beside OCI, and schema 1 is refused", async () => {
    const { call, at, pushImage, putManifest } = client()
    const { manifest } = await pushImage('v1')
    const type = 'application/vnd.docker.distribution.manifest.v2+json'
    const { config, layers } = JSON.parse(manifest) as { config: object; layers: object[] }
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: { ...config, mediaType: 'application/vnd.docker.container.image.v1+json' },
      layers: layers.map((layer) => ({
        ...layer,
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      })),
    })
    expect((await putManifest('v2', body, type)).status).toBe(201)
    const pulled = await call('GET', at('manifests/v2'), { headers: { accept: `${OCI_MANIFEST}, ${type}` } })
    expect(pulled.headers.get('content-type')).toBe(type)
    const old = { schemaVersion: 1, name: 'x', tag: 'v1', architecture: 'amd64', fsLayers: [], history: [] }
    const refused = await putManifest('old', old, 'application/vnd.docker.distribution.manifest.v1+prettyjws')
    expect([refused.status, errorCode(refused)]).toEqual([400, 'MANIFEST_INVALID'])
  })

  unlessLacking('empty-referrers')('what nobody pushed has no referrers, which is no error', async () => {
    const { call, at } = client()
    const answer = await call('GET', at(`referrers/${sha256('nothing')}`))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, OCI_INDEX])
    expect(answer.json()).toEqual({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })
  })

  unlessLacking('referrers')('referrers may come before their subject', async () => {
    const { call, at, pushImage } = client()
    const subject = { mediaType: OCI_MANIFEST, digest: sha256('later'), size: 123 }
    const { digest, answer } = await pushImage('signature', { subject })
    expect(answer.headers.get('oci-subject')).toBe(subject.digest)
    expect((await call('GET', at(`referrers/${subject.digest}`))).json()).toMatchObject({
      manifests: [{ digest }],
    })
    await call('DELETE', at(`manifests/${digest}`))
    expect((await call('GET', at(`referrers/${subject.digest}`))).json()).toMatchObject({ manifests: [] })
  })

  unlessLacking('referrers')('referrers with much to say come in pages', async () => {
    const { call, at, pushImage } = client()
    const subject = { mediaType: OCI_MANIFEST, digest: sha256('subject'), size: 123 }
    const pushed: string[] = []
    for (const seed of ['a', 'b', 'c']) {
      const annotations = { [seed]: seed.repeat(2_000_000) }
      pushed.push((await pushImage('', { subject, annotations, artifactType: 'a/b' }, seed)).digest)
    }
    const listed: string[] = []
    let next: string | undefined = at(`referrers/${subject.digest}?artifactType=a/b`)
    for (let pages = 0; next !== undefined && pages < 4; pages++) {
      const answer: Answer = await call('GET', next)
      expect(answer.body.length).toBeLessThan(4 * 1024 * 1024)
      expect(answer.headers.get('oci-filters-applied')).toBe('artifactType')
      listed.push(
        ...(answer.json() as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest),
      )
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(listed).toEqual(pushed.toSorted())
  })

  unlessLacking('tag-order')('a page of no tags is empty, and a number that is none is refused', async () => {
    const { call, at, pushImage } = client()
    await pushImage('v1')
    expect((await call('GET', at('tags/list?n=0'))).json()).toMatchObject({ tags: [] })
    for (const n of ['-1', 'x', '1.5']) expect((await call('GET', at(`tags/list?n=${n}`))).status).toBe(400)
    expect((await call('GET', at('tags/list?n=99999999999999999999'))).status).toBe(200)
  })

  test('every refusal has a body with a code and a message', async () => {
    const { call, at, putManifest } = client()
    for (const answer of [
      await call('GET', at('manifests/none')),
      await call('GET', at(`blobs/${sha256('none')}`)),
      await call('PATCH', at('blobs/uploads/none'), { body: random(1) }),
      await putManifest('v1', 'no json'),
    ]) {
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
      expect(answer.json()).toMatchObject({
        errors: [{ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) }],
      })
    }
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
