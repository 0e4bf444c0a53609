import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { createOutbound } from '../../../packages/outbound/src/index.ts'
import { afterEach, expect, test } from 'vitest'

const LOOPBACK = ['127.0.0.0/8']
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

test('by default nothing of this machine is called, by name or by number', async () => {
  const outbound = client({ allow: [] })
  const seen: string[] = []
  const port = await serve((request, response) => {
    seen.push(request.url ?? '')
    response.end()
  })
  for (const host of [
    '127.0.0.1',
    'localhost',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0x7f.1',
    'inside.test',
  ]) {
    const call = outbound.request({ method: 'GET', url: `http://${host}:${port}/` })
    await expect(call, host).rejects.toMatchObject({ code: 'outbound.unreachable' })
  }
  expect(seen).toEqual([])
})

test('an own address of the machine is refused although it is public', async () => {
  const port = await serve((_, response) => response.end())
  const outbound = client({ allow: [], own: () => ['8.8.8.8'] })
  const call = outbound.request({ method: 'GET', url: `http://8.8.8.8:${port}/` })
  await expect(call).rejects.toMatchObject({ code: 'outbound.unreachable' })
})

test('a closed port, a name without address and a refused address read the same', async () => {
  const outbound = client({ allow: ['127.0.0.2'] })
  const hosts = ['127.0.0.2:1999', '10.0.0.1:1999', 'nowhere.test:1999']
  const messages = await Promise.all(
    hosts.map(async (host) => {
      const error = await outbound
        .request({ method: 'GET', url: `http://${host}/` })
        .catch((thrown) => thrown)
      return error.message.replace(host, 'HOST')
    }),
  )
  expect(new Set(messages).size).toBe(1)
})

test('a name that changes its address after it was checked leads nowhere else', async () => {
  const seen: string[] = []
  const port = await serve((request, response) => {
    seen.push(request.headers.host ?? '')
    response.end('in')
  })
  let asked = 0
  const outbound = client({
    allow: ['127.0.0.9'],
    resolve: async () => [asked++ === 0 ? '127.0.0.9' : '127.0.0.1'],
  })
  const url = `http://rebind.test:${port}/`
  await expect(outbound.request({ method: 'GET', url })).rejects.toMatchObject({
    code: 'outbound.unreachable',
  })
  await expect(outbound.request({ method: 'GET', url })).rejects.toMatchObject({
    code: 'outbound.unreachable',
  })
  expect({ asked, seen }).toEqual({ asked: 2, seen: [] })
})

test('one refused address among good ones refuses the name', async () => {
  const port = await serve((_, response) => response.end('in'))
  const outbound = client({ allow: LOOPBACK, resolve: async () => ['127.0.0.1', '169.254.169.254'] })
  const call = outbound.request({ method: 'GET', url: `http://both.test:${port}/` })
  await expect(call).rejects.toMatchObject({ code: 'outbound.unreachable' })
})

test('a redirect is followed when asked, and each hop is checked', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/out')
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' })
    else if (request.url === '/loop') response.writeHead(302, { location: '/loop' })
    else if (request.url === '/in') response.writeHead(307, { location: '/end' })
    response.end(request.url === '/end' ? 'arrived' : '')
  })
  const outbound = client({ allow: LOOPBACK })
  const get = (path: string, redirects?: number) =>
    outbound.request({
      method: 'GET',
      url: `http://127.0.0.1:${port}${path}`,
      ...(redirects ? { redirects } : {}),
    })

  expect((await get('/in')).status).toBe(307)
  const answer = await get('/in', 3)
  expect([answer.status, await text(answer.body), answer.url.pathname]).toEqual([200, 'arrived', '/end'])
  await expect(get('/out', 3)).rejects.toMatchObject({ code: 'outbound.unreachable' })
  expect((await get('/loop', 3)).status).toBe(302)
})

test('credentials stay with the host that they are for', async () => {
  const seen: (string | undefined)[] = []
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization)
    response.end()
  })
  const port = await serve((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(307, { location: `http://127.0.0.1:${other}/` }).end()
  })
  const headers = { authorization: 'Bearer secret' }
  const url = `http://127.0.0.1:${port}/`
  const { body } = await client({ allow: LOOPBACK }).request({ method: 'GET', url, headers, redirects: 1 })
  await text(body)
  expect(seen).toEqual(['Bearer secret', undefined])
})

test('a body of any size streams, and what is longer than asked for ends with an error', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x')
  const port = await serve((_, response) => {
    for (let i = 0; i < 8; i++) response.write(piece)
    response.end()
  })
  const outbound = client({ allow: LOOPBACK })
  const get = (maxBytes: number) =>
    outbound.request({ method: 'GET', url: `http://127.0.0.1:${port}/`, limits: { maxBytes } })
  expect((await buffer((await get(8 * piece.length)).body)).length).toBe(8 * piece.length)
  await expect(buffer((await get(piece.length)).body)).rejects.toMatchObject({ code: 'outbound.too_large' })
})

test('who answers slowly, piece by piece or not at all is given up', async () => {
  const silent = await listen(createTcpServer(() => {}))
  const drip = await serve((_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 20)
    response.once('close', () => clearInterval(timer))
  })
  const stuck = await serve((_, response) => response.writeHead(200).write('.'))
  const outbound = client({ allow: LOOPBACK })
  const get = async (port: number, limits: object) => {
    const { body } = await outbound.request({ method: 'GET', url: `http://127.0.0.1:${port}/`, limits })
    return text(body)
  }
  await expect(get(silent, { firstByteMs: 100 })).rejects.toMatchObject({ code: 'outbound.timeout' })
  await expect(get(drip, { totalMs: 200 })).rejects.toMatchObject({ code: 'outbound.timeout' })
  await expect(get(stuck, { idleMs: 100 })).rejects.toMatchObject({ code: 'outbound.timeout' })
})

test('a server that lets go half-way is an error, and one that closed an idle connection is not', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    } else {
      // says nothing of closing, and closes: the client finds out with its next request
      response.end('ok')
      response.once('close', () => setImmediate(() => request.socket.destroy()))
    }
  })
  const outbound = client({ allow: LOOPBACK })
  const get = async (path: string) =>
    text((await outbound.request({ method: 'GET', url: `http://127.0.0.1:${port}${path}` })).body)
  for (let i = 0; i < 5; i++) expect(await get('/')).toBe('ok')
  await expect(get('/half')).rejects.toMatchObject({ code: 'outbound.unreachable' })
})

test('whoever asked may change their mind', async () => {
  const port = await listen(createTcpServer(() => {}))
  const signal = AbortSignal.timeout(50)
  const call = client({ allow: LOOPBACK }).request({
    method: 'GET',
    url: `http://127.0.0.1:${port}/`,
    signal,
  })
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('an allow-list that is no list of addresses is refused at the start', () => {
  expect(() => createOutbound({ allow: ['intern'] })).toThrow(
    expect.objectContaining({ code: 'config.invalid' }),
  )
})

function client(options: Parameters<typeof createOutbound>[0]) {
  const resolve = async (name: string) =>
    name === 'inside.test' || name === 'localhost' ? ['127.0.0.1'] : []
  const outbound = createOutbound({ resolve, ...options })
  closing.push(() => outbound.close())
  return outbound
}

function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  closing.push(() => server.closeAllConnections())
  return listen(server)
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}
