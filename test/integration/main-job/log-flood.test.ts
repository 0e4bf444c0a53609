import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const FLOOD = 'log-flood'
const NEIGHBOUR = 'log-neighbour'
const MIB = 1024 * 1024

let platform: TestPlatform

beforeAll(async () => {
  platform = await sharedPlatform()
  await deployBusybox(platform, NEIGHBOUR, ['sh', '-c', 'while :; do date +tick-%s; sleep 1; done'])
  await deployBusybox(platform, FLOOD, ['yes', 'x'.repeat(200)], ['--cpu', '0.3'])
})

afterAll(async () => {
  for (const app of [FLOOD, NEIGHBOUR]) await platform.run(['destroy', app, '--yes'])
})

test('who acknowledges a flood of lines without reading them costs web and control little memory', async () => {
  const before = await memory()
  const greedy = await openLogs()
  const raw = rawSocket(greedy)
  raw.pause()
  let most = before
  for (let round = 0; round < 50; round++) {
    greedy.emit('ack', 0xffff_ffff)
    await sleep(100)
    most = Math.max(most, await memory())
  }
  raw.resume()
  greedy.disconnect()
  expect((most - before) / MIB).toBeLessThan(96)
})

test("a flood is bounded on disk, and its neighbour's lines flow", async () => {
  const [one] = await instances(platform, FLOOD)
  const folder = path.join(platform.dir, 'agent/containers', one?.id ?? 'none')
  const { stdout } = await promisify(execFile)('du', ['--summarize', '--bytes', folder])
  expect(Number.parseInt(stdout, 10) / MIB).toBeLessThan(128)
  const newest = async () => (await platform.run(['logs', NEIGHBOUR, '--tail', '1'])).stdout
  const last = await newest()
  expect(last).toContain('tick-')
  await eventually(async () => (await newest()) !== last, { what: 'another line of the neighbour' })
})

async function openLogs(): Promise<Socket> {
  const { url, admin } = platform
  const socket = io(`${url}/logs`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token: admin.token },
  })
  const query = { tenant: admin.tenant, app: FLOOD, follow: true }
  expect(await socket.timeout(10_000).emitWithAck('open', query)).toMatchObject({ ok: true })
  return socket
}

/** Bytes that web and control hold in memory together. */
async function memory(): Promise<number> {
  const state = await platform.run(['status', '--data', platform.dir, '--json'])
  const processes: { name: string; pid: number | null }[] = JSON.parse(state.stdout)
  const pids = processes.flatMap(({ name, pid }) => (pid && /^(?:web|control)$/.test(name) ? [pid] : []))
  const sizes = await Promise.all(pids.map(residentBytes))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024
}

/** The client's TCP connection, to stop reading from it. */
function rawSocket(socket: Socket): { pause(): void; resume(): void } {
  return Reflect.get(Reflect.get(socket.io.engine.transport, 'ws'), '_socket')
}
