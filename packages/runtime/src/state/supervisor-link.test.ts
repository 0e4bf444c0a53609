import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeSignal } from '../attach/frame.ts'
import { linkStarted } from './supervisor-link.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'link-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what is signalled before the connection is made is sent with it, in order', async () => {
  const supervisor = await listen()
  const link = linkStarted(supervisor.path, refuse)
  link.signal(15)
  link.signal(9)
  const client = await supervisor.client
  const heard: unknown[] = await once(client, 'data')
  expect(heard[0]).toEqual(Buffer.concat([encodeSignal(15), encodeSignal(9)]))
  client.destroy()
  await link.closed
  supervisor.close()
})

test('a supervisor that ended before the connection was made is gone', async () => {
  await linkStarted(join(folder, 'none.sock'), refuse).closed
})

test('what says nothing about the supervisor is told, and the connection tried again', async () => {
  const troubles: unknown[] = []
  const path = join(folder, 'x'.repeat(200)) // no socket's path is that long
  const link = linkStarted(path, (error) => troubles.push(error))
  await expect.poll(() => troubles.length, { timeout: 20_000 }).toBeGreaterThan(1)
  link.detach()
  expect(troubles[0]).toMatchObject({ code: 'EINVAL' })
})

async function listen() {
  const path = join(folder, 's.sock')
  const server = createServer()
  const client = new Promise<Socket>((resolve) => server.once('connection', resolve))
  server.listen(path)
  await once(server, 'listening')
  return { path, client, close: () => server.close() }
}

function refuse(error: unknown): never {
  throw new Error('no trouble was expected', { cause: error })
}
