import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStaticFiles } from './static-files.ts'

let folder: string
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'static-'))
  await mkdir(path.join(folder, 'chunks'))
  for (const name of ['a.js', 'a.js.br', 'a.js.gz', 'small.js'])
    await writeFile(path.join(folder, 'chunks', name), `bytes of ${name}`)
  const files = await createStaticFiles(folder)
  server = createServer((req, res) => {
    void files.answer(req, res).then((isDone) => isDone || res.writeHead(404).end('Next'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

test('a script comes in the best packing that the browser takes, to be kept', async () => {
  const best = await get('/_next/static/chunks/a.js', 'gzip, deflate, br;q=0.9')
  expect(best).toMatchObject({ status: 200, body: 'bytes of a.js.br' })
  expect(best.headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': '16',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect((await get('/_next/static/chunks/a.js?v=1', 'gzip, br;q=0')).body).toBe('bytes of a.js.gz')
})

test('what is not packed, or is not there, or is asked for otherwise, is left to Next', async () => {
  for (const address of ['small.js', 'b.js', 'a.js.br', '../../static-files.ts', '%2e%2e/a.js'])
    expect((await get(`/_next/static/chunks/${address}`, 'gzip, br')).body, address).toBe('Next')
  expect((await get('/_next/static/chunks/a.js', 'identity')).body).toBe('Next')
  expect((await get('/_next/static/chunks/a.js', 'br', 'POST')).body).toBe('Next')
})

function get(
  address: string,
  encoding: string,
  method = 'GET',
): Promise<{ status: number | undefined; body: string; headers: IncomingHttpHeaders }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: address, method, headers: { 'accept-encoding': encoding } },
      (res) => {
        text(res).then((body) => resolve({ status: res.statusCode, body, headers: res.headers }), reject)
      },
    )
    asked.once('error', reject)
    asked.end()
  })
}
