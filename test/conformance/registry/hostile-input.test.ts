import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, sha256 } from './client.ts'
import { type RegistryFixture, startRegistry } from './registry-fixture.ts'

const CASES = Number(process.env['BERTH_TEST_REGISTRY_CASES'] ?? 2000)
const PATIENCE_MS = 8000

let registry: RegistryFixture
let authorization: string
let upload: string
beforeAll(async () => {
  registry = await startRegistry()
  const { token } = await registry.tokenOf('owner@acme.test')
  authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
  const client = clientOf({
    url: registry.url,
    repository: () => 'acme/web',
    headers: async () => ({ authorization }),
  })
  await client.pushImage('v1')
  upload = (await client.startUpload()).split('/').at(-1) ?? ''
})
afterAll(() => registry.close())

/** Sends bytes as they are; returns the statuses that came back until the connection ended. */
function send(bytes: Buffer): Promise<number[]> {
  const { hostname, port } = new URL(registry.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end of ${JSON.stringify(bytes.toString('latin1').slice(0, 300))}`))
    }, PATIENCE_MS)
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(timer)
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)))
    })
    socket.write(bytes)
  })
}

type Request = { method: string; path: string; headers?: readonly string[]; body?: string }

function write({ method, path, headers = [], body = '' }: Request): Buffer {
  const length = headers.some((line) => /^(content-length|transfer-encoding)/i.test(line))
    ? []
    : [`content-length: ${Buffer.byteLength(body, 'latin1')}`]
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...['host: x', 'connection: close', `authorization: ${authorization}`, ...length, ...headers],
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1')
}

function pick<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick of')
  return value
}
const digest = sha256('nothing')

/** What a path, a query or a header is made of: right things, nearly right ones, and what breaks databases and parsers. */
const PIECES = [
  ...[
    '',
    'acme/web',
    'acme',
    'rival/web',
    'mirror/x/y',
    'library/a',
    'a'.repeat(300),
    '..',
    '.',
    '%2e%2e',
    '%2F',
    '%00',
  ],
  ...[
    '%',
    '%zz',
    '%ff%fe',
    '%ed%a0%80',
    '%f0%9f%92%a9',
    "'",
    '"',
    '--',
    ';',
    '%0d%0aset-cookie:%20a',
    '\\',
    '~',
    '*',
  ],
  ...[
    digest,
    digest.replace(':', '%3A'),
    'sha256:abc',
    `sha256:${'G'.repeat(64)}`,
    `sha512:${'a'.repeat(128)}`,
    'md5:00',
  ],
  ...[
    'v1',
    '-v1',
    'v'.repeat(129),
    'constructor',
    '__proto__',
    'null',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'NaN',
  ],
]
const PARTS = [
  'tags/list',
  'manifests',
  'blobs',
  'blobs/uploads/',
  'referrers',
  'token',
  '_catalog',
  'manifests/v1',
  `blobs/${digest}`,
]
const KEYS = [
  'n',
  'last',
  'mount',
  'from',
  'digest',
  'digest-algorithm',
  'tag',
  'artifactType',
  'ns',
  'scope',
  'service',
  'account',
]
const HEADERS = [
  'range',
  'content-range',
  'content-type',
  'if-none-match',
  'accept',
  'x-forwarded-for',
  'expect',
]
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

function somePath(): string {
  const start = pick([
    '/v2/',
    '/v2/acme/web/',
    '//v2/',
    '/v2//',
    '/V2/',
    '/v2/acme/web/blobs/uploads/',
    '/v2/%61cme/web/',
  ])
  const middle = pick([pick(PARTS), `${pick(PARTS)}/${pick(PIECES)}`, pick(PIECES), upload])
  const query = Array.from({ length: pick([0, 1, 2, 3]) }, () => `${pick(KEYS)}=${pick(PIECES)}`).join('&')
  return `${start}${middle}${query && `?${query}`}`
}

function someRequest(): Request {
  const header = () =>
    `${pick(HEADERS)}: ${pick([...PIECES, 'bytes=0-', 'bytes=9-1', '0-5', '5-0', 'bytes=-0'])}`
  return {
    method: pick(METHODS),
    path: somePath(),
    headers: Array.from({ length: pick([0, 0, 1, 2]) }, header),
    body: pick([
      '',
      '',
      '{}',
      '{"schemaVersion":2}',
      '[]',
      'null',
      '{"a":'.repeat(2000),
      randomBytes(40).toString('latin1'),
    ]),
  }
}

test('no request of random parts is an error of the server, and none hangs', async () => {
  for (let done = 0; done < CASES; done += 10) {
    const batch = Array.from({ length: 10 }, someRequest)
    const answers = await Promise.all(batch.map((request) => send(write(request))))
    for (const [i, statuses] of answers.entries()) {
      expect(statuses, JSON.stringify(batch[i])).toHaveLength(1)
      expect(statuses[0], JSON.stringify(batch[i])).toBeLessThan(500)
    }
  }
})

test.each([
  [
    'a length and chunks at once',
    ['content-length: 5', 'transfer-encoding: chunked'],
    '0\r\n\r\nGET /v2/ HTTP/1.1\r\n\r\n',
  ],
  ['two lengths', ['content-length: 5', 'content-length: 0'], 'GET /'],
  ['a length below nothing', ['content-length: -1'], ''],
  ['a length with a sign', ['content-length: +5'], 'hello'],
  ['chunks that are none', ['transfer-encoding: chunked'], 'zz\r\nhello\r\n0\r\n\r\n'],
  ['an encoding that there is not', ['transfer-encoding: gzip, chunked'], '5\r\nhello\r\n0\r\n\r\n'],
  ['a header that goes on in the next line', ['x-a: b\r\n c: d', 'content-length: 0'], ''],
  ['a header without a name', [': nothing', 'content-length: 0'], ''],
  ['a space before the colon', ['content-length : 0'], ''],
  ['more headers than fit', [`x-long: ${'a'.repeat(100_000)}`], ''],
])('%s is refused, and nothing after it is taken for a request', async (_, headers, body) => {
  const statuses = await send(write({ method: 'POST', path: '/v2/acme/web/blobs/uploads/', headers, body }))
  expect(statuses.length).toBeLessThanOrEqual(1)
  for (const status of statuses) expect(status).toBeLessThan(500)
})

test.each([
  '//v2/_catalog',
  '/v2//_catalog',
  '/V2/_catalog',
  '/v2/%5fcatalog',
  '/v2/_catalog/',
  '/v2/../v2/_catalog',
  '/v2/acme%2Fweb/tags/list',
  '/v2/acme/web/manifests/v1/',
])('%s leads nowhere', async (path) => {
  const [status] = await send(write({ method: 'GET', path }))
  expect([400, 404, 405]).toContain(status)
})

test.each(['%00', '%ff%fe', '%ed%a0%80', '%zz'])('%s in any place is no error of the server', async (odd) => {
  const paths = [
    ...['tags/list?last=', 'tags/list?n=', `referrers/${digest}?artifactType=`, `referrers/${digest}?last=`],
    ...['manifests/', 'blobs/', 'blobs/uploads/', 'referrers/'],
  ].map((rest) => ({ method: 'GET', path: `/v2/acme/web/${rest}${odd}` }))
  const requests: Request[] = [
    ...paths,
    { method: 'GET', path: `/v2/_catalog?last=${odd}` },
    { method: 'GET', path: `/v2/acme/web/manifests/v1?ns=${odd}` },
    { method: 'GET', path: `/v2/token?service=${odd}&scope=repository:${odd}:pull&account=${odd}` },
    { method: 'POST', path: '/v2/token', body: `grant_type=password&username=${odd}&password=${odd}` },
    { method: 'POST', path: '/v2/token', body: `grant_type=refresh_token&refresh_token=${odd}` },
    ...['mount', 'from', 'digest', 'digest-algorithm'].map((key) => ({
      method: 'POST',
      path: `/v2/acme/web/blobs/uploads/?mount=${digest}&from=acme/web&${key}=${odd}`,
    })),
    ...[`manifests/${digest}?tag=${odd}`, `manifests/${odd}`, `blobs/uploads/${odd}?digest=${digest}`].map(
      (rest) => ({ method: 'PUT', path: `/v2/acme/web/${rest}`, body: '{}' }),
    ),
  ]
  for (const request of requests) {
    const [status] = await send(write(request))
    expect(status, `${request.method} ${request.path}`).toBeLessThan(500)
  }
})

test('a manifest with odd characters in it is kept or refused', async () => {
  const odd = ['\\u0000', '\\ud800', '\\udc00x', '\\u001b[31m', '<script>']
  for (const text of odd)
    for (const body of [
      `{"schemaVersion":2,"manifests":[],"annotations":{"a":"${text}"}}`,
      `{"schemaVersion":2,"manifests":[],"annotations":{"${text}":"a"}}`,
      `{"schemaVersion":2,"manifests":[],"artifactType":"${text}"}`,
      `{"schemaVersion":2,"manifests":[],"own":"${text}"}`,
      `{"schemaVersion":2,"manifests":[{"mediaType":"${text}","digest":"${digest}","size":1e999}]}`,
    ]) {
      const headers = ['content-type: application/vnd.oci.image.index.v1+json']
      const [status] = await send(write({ method: 'PUT', path: '/v2/acme/web/manifests/odd', headers, body }))
      expect([201, 400, 404], body).toContain(status)
    }
})
