import { networkInterfaces } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { startDoor } from './door-fixture.ts'
import { visit } from './visitor.ts'

const LOOPBACK = ['localhost', 'LOCALHOST:80', '127.0.0.1', '[::1]']

/** An address of this machine that is not its loopback's: who visits it comes from there. */
function outerAddress(): string {
  const outer = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)
  if (!outer) throw new Error('this machine has no address but those of its loopback')
  return outer.address
}

test('where the platform is served by TLS, loopback names lead to it from the machine itself only', async () => {
  const address = outerAddress()
  const door = await startDoor({ tls: true, origin: 'https://berth.test', at: address })
  onTestFinished(() => door.close())
  await door.serve((_, response) => response.end('web'), door.paths.webSocket)
  await door.serve((_, response) => response.end('control'), door.paths.controlSocket)
  await door.ingress.apply([])
  for (const host of LOOPBACK) {
    for (const path of ['/', '/v2/', '/git/a', '/internal/seal']) {
      const { status, body } = await visit(door.port, host, { address, path })
      expect([status, body.includes('no app at this address')], host + path).toEqual([404, true])
    }
    for (const near of ['127.0.0.1', '::1'])
      expect((await visit(door.port, host, { address: near })).body).toBe('web')
  }
  expect((await visit(door.port, 'localhost', { path: '/v2/' })).body).toBe('control')
  // its own name says from everywhere that there is no certificate yet
  expect((await visit(door.port, 'berth.test', { address })).status).toBe(503)
})

test('where nothing is served by TLS they lead to it from everywhere: a forwarded port has another sender', async () => {
  const address = outerAddress()
  const door = await startDoor({ at: address })
  onTestFinished(() => door.close())
  await door.serve((_, response) => response.end('web'), door.paths.webSocket)
  await door.ingress.apply([])
  expect((await visit(door.port, 'localhost', { address })).body).toBe('web')
})
