import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { connect } from './session.ts'

const open: (Server | HttpServer)[] = []
afterAll(() => open.forEach((server) => server.close()))

const page = await portOf(createHttpServer((_request, response) => response.end('<html>')))
const ssh = await portOf(createTcpServer((socket) => socket.end('SSH-2.0-x\r\n')))
const gone = await portOf(createTcpServer())
open.at(-1)?.close()

test.each([
  [`http://localhost:${gone}`, /^cannot connect to localhost:\d+: is the platform running, and the address/],
  [`http://127.0.0.1:${gone}`, /^cannot connect to 127.0.0.1:\d+: is the platform running/],
  [`http://localhost:${page}`, /^what is at localhost:\d+ does not answer as Berth does \(HTTP status 200\)/],
  [`https://localhost:${page}`, /^localhost:\d+ does not speak TLS: does its address begin with http:/],
  [`http://localhost:${ssh}`, /^what is at localhost:\d+ does not answer as Berth does \(.*HTTP/],
  ['http://nowhere.invalid', /^cannot connect to nowhere.invalid: no machine is known as nowhere.invalid/],
])('%s is not reached, and why is said in words', async (url, message) => {
  const { explainError } = await import('./explain-error.ts')
  const thrown = await connect({ url, token: 'none' }).api.me.get.query().catch(explainError)
  expect(thrown).toMatchObject({ message: expect.stringMatching(message) })
})

async function portOf(server: Server | HttpServer): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return (server.address() as AddressInfo).port
}
