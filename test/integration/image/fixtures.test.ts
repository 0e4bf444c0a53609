import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureImage } from '../../fixtures/images.ts'
import { eventually } from '../../support/eventually.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'
import { freePort } from './support/registry.ts'

let world: ImageWorld
let server: ChildProcess
let address = ''
beforeAll(async () => {
  world = await makeImageWorld()
  const port = await freePort()
  address = `127.0.0.1:${port}`
  const { dir } = await fixtureImage('hello', join(world.dir, 'hello'))
  server = spawn(join(dir, 'hello'), { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' })
  await eventually(
    () =>
      fetch(`http://${address}/`).then(
        () => true,
        () => false,
      ),
    { what: 'hello' },
  )
})
afterAll(async () => {
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
  await world.close()
})

test('hello says the host’s name', async () => {
  const answer = await fetch(`http://${address}/`)
  expect(await answer.text()).toBe(`hello from ${(await readFile('/etc/hostname', 'utf8')).trim()}\n`)
})

test('hello streams its lines one after the other', async () => {
  const pieces: string[] = []
  const answer = await fetch(`http://${address}/stream`)
  for await (const piece of answer.body ?? []) pieces.push(Buffer.from(piece).toString())
  expect(pieces.join('').trim().split('\n')).toHaveLength(10)
  expect(pieces.length).toBeGreaterThan(3)
})

test('hello echoes over a websocket', async () => {
  const socket = new WebSocket(`ws://${address}/ws`)
  await once(socket, 'open')
  for (const text of ['short', 'long'.repeat(1000)]) {
    socket.send(text)
    const [{ data }] = await once(socket, 'message')
    expect(data).toBe(text)
  }
  socket.close()
})

test('the image for another machine says so', async () => {
  const layout = await fixtureImage('wrong-arch', join(world.dir, 'wrong'))
  const config = await readFile(join(layout.dir, 'blobs/sha256', layout.config.digest.slice(7)), 'utf8')
  expect(JSON.parse(config).architecture).not.toBe(process.arch === 'x64' ? 'amd64' : process.arch)
})
