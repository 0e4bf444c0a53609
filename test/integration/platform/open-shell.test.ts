import { readFile } from 'node:fs/promises'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { runBerth, startPlatform, type TestPlatform } from '../../support/platform.ts'
import { haproxyWorkers } from '../door/worker-pids.ts'
import { requestLoop } from './request-loop.ts'
import { runFolder } from './run-folder.ts'

type Opened = { readonly ok: boolean; readonly execId: string; readonly containerId: string }

let platform: TestPlatform
let shell: Shell

beforeAll(async () => {
  platform = await startPlatform()
  shell = openShell(platform)
  await eventually(() => shell.isPrepared(), { what: 'the prepared shell' })
})
afterAll(async () => {
  shell?.close()
  await platform?.stop()
})

const welcome = () => `http://welcome--${platform.admin.tenant}.localhost:${platform.port}/`

/** The process that a name stands for: one of `status`, the worker of HAProxy, or the `up` that watches. */
async function pidOf(name: string): Promise<number> {
  const run = await runFolder(platform)
  const state = JSON.parse(await readFile(`${run}/state.json`, 'utf8'))
  if (name === 'up') return state.up.pid
  if (name !== 'door') return state.processes[name].pid
  const [worker] = await haproxyWorkers(`${run}/door/master.sock`)
  if (!worker) throw new Error('HAProxy has no worker')
  return worker
}

test.each([
  ['agent', 0],
  ['control', 0],
  ['web', 0],
  ['redis', 0],
  ['postgres', 0],
  ['door', 1], // what is in flight: the loop has one request at a time
])('an open shell goes on while %s is killed, and an app answers', async (name, inFlight) => {
  const loop = requestLoop(welcome())
  const before = await pidOf(name)
  process.kill(before, 'SIGKILL')
  await eventually(async () => (await pidOf(name).catch(() => before)) !== before, {
    what: `another ${name}`,
  })
  await shell.answersAs('kept /tmp')
  const { failures } = await loop.stop()
  expect(failures.length, failures.join(', ')).toBeLessThanOrEqual(inFlight)
})

test('an open shell goes on while up is killed and the next up takes over', async () => {
  const loop = requestLoop(welcome())
  process.kill(await pidOf('up'), 'SIGKILL')
  await shell.answersAs('kept /tmp')
  const { stderr } = await platform.run(['status', '--data', platform.dir])
  expect(stderr).toMatch(/up itself was killed: .*\.\/berth up/)
  expect((await runBerth(['up', '--detach', '--data', platform.dir])).code).toBe(0)
  await shell.answersAs('kept /tmp')
  expect((await loop.stop()).failures).toEqual([])
})

test('after all of that logs, commands and deploys work', async () => {
  expect(await platform.run(['exec', 'welcome', '--', 'echo', 'hello'])).toMatchObject({
    code: 0,
    stdout: 'hello\n',
  })
  expect(await platform.run(['logs', 'welcome'])).toMatchObject({ code: 0 })
  const image = ['--image', 'library/welcome', '--port', '8080', '--wait']
  expect(await platform.json(['deploy', 'after-shell', ...image])).toMatchObject({ state: 'running' })
})

type Shell = {
  /** gives it a variable and a folder; a shell drops what is typed before its first prompt, so this may need a second try */
  isPrepared(): Promise<boolean>
  /** the same shell, with its variable and its folder, answers within the time of an outage */
  answersAs(state: string): Promise<void>
  close(): void
}

/** A terminal as the page keeps it: after an outage it opens the same command again. */
function openShell({ url, admin }: TestPlatform): Shell {
  const socket: Socket = io(`${url}/terminal`, {
    transports: ['websocket'],
    auth: { token: admin.token },
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
  })
  let known: { execId: string; containerId: string } | undefined
  let isOpen = false
  let output = ''
  let asked = 0
  const open = async () => {
    const request = { tenant: admin.tenant, app: 'welcome', tty: true, cols: 80, rows: 24, ...known }
    const opened: Opened = await socket.timeout(10_000).emitWithAck('open', request)
    if (opened.ok) known = { execId: opened.execId, containerId: opened.containerId }
    isOpen = opened.ok
  }
  /** a channel that broke while its web or control was away is opened anew */
  const reopen = async () => {
    if (socket.connected && !isOpen) await open().catch(() => undefined)
    return isOpen
  }
  socket.on('disconnect', () => (isOpen = false))
  // refused by a platform that is only coming back: socket.io leaves the next try to us
  socket.on('connect_error', () => socket.active || setTimeout(() => socket.connect(), 200))
  socket.on('end', () => (isOpen = false))
  socket.on('data', (chunk: Uint8Array) => {
    output += Buffer.from(chunk).toString()
    socket.emit('ack', chunk.length)
  })
  const type = async (line: string) => {
    await eventually(reopen, { withinMs: 30_000, what: 'the terminal' })
    await socket.timeout(5_000).emitWithAck('input', Buffer.from(`${line}\n`))
  }
  /** false when the line, or its answer, was lost in an outage */
  const answers = async (state: string): Promise<boolean> => {
    const number = ++asked
    const answered = async () => {
      await type(`echo "<${number} $KEPT $PWD>"`)
      await eventually(() => output.includes(`<${number} ${state}>`), { withinMs: 1_000 })
      return true
    }
    return answered().catch(() => false)
  }
  return {
    isPrepared: async () => {
      await type('export KEPT=kept; cd /tmp')
      return answers('kept /tmp')
    },
    answersAs: (state) =>
      eventually(() => answers(state), { withinMs: 40_000, what: `"${state}" from the shell` }),
    close: () => socket.close(),
  }
}
