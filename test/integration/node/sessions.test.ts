import { setTimeout as sleep } from 'node:timers/promises'
import { FRAME, HIGH_WATER, type LogLine } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { openView } from './support/view.ts'

let rig: Rig
let containerId = ''

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  containerId = (await rig.want()).id
  await rig.healthy(containerId)
})

afterAll(() => rig.close())

async function run(argv: string[], tty = false): Promise<string> {
  return (await rig.control.agent().call('exec.start', { containerId, argv, tty })).execId
}

test('without a terminal, output and errors come apart, input has an end, and the exit code comes last', async () => {
  const execId = await run(['sh', '-c', 'echo out; echo err >&2; cat; exit 3'])
  const view = await openView(rig, execId, containerId)
  view.type('typed')
  view.eof()
  await eventually(() => view.end() !== undefined)
  expect(view.text()).toBe('out\ntyped')
  expect(view.stderr()).toBe('err\n')
  expect(view.end()).toEqual({ kind: 'exit', code: 3, signal: null })
})

test('a signal that ended a command has its name', async () => {
  const view = await openView(rig, await run(['sh', '-c', 'kill -9 $$']), containerId)
  await eventually(() => view.end() !== undefined)
  expect(view.end()).toEqual({ kind: 'exit', code: null, signal: 'SIGKILL' })
})

test('two viewers of one shell see the same', async () => {
  const execId = await run(['sh'], true)
  const [one, two] = [await openView(rig, execId, containerId), await openView(rig, execId, containerId)]
  one.type('echo see-$((40 + 2))\n')
  await eventually(() => one.text().includes('see-42') && two.text().includes('see-42'))
})

test('a viewer that does not read holds its command back, and gets all of it when it does', async () => {
  const execId = await run(['sh', '-c', 'seq 1 200000'])
  const view = await openView(rig, execId, containerId, { slow: true })
  await eventually(() => view.text().length > HIGH_WATER)
  await sleep(500)
  const held = view.text().length
  expect(held).toBeLessThan(4 * HIGH_WATER)
  await eventually(() => {
    view.catchUp()
    return view.end() !== undefined
  })
  expect(view.text().trimEnd().split('\n').length).toBe(200_000)
})

test('a program that does not read its terminal holds its viewer back, and keeps the agent idle', async () => {
  const command = ['sh', '-c', 'stty raw -echo; echo raw; sleep 600'] // else the kernel drops what is too much
  const view = await openView(rig, await run(command, true), containerId)
  await eventually(() => view.text().includes('raw'))
  const before = await rig.agentTicks()
  const sent = 390_000
  for (let i = 0; i < 13; i++) view.type('x'.repeat(sent / 13))
  await sleep(2000)
  expect(view.end()).toBeUndefined()
  expect(view.taken()).toBeLessThan(sent)
  expect((await rig.agentTicks()) - before).toBeLessThan(60)
})

test('a session or a container that is not there is an error that says so', async () => {
  const agent = rig.control.agent()
  const channel = rig.control.openChannel()
  const absent = { containerId, execId: 'exe_aaaaaaaaaaaaaaaa', channel: channel.id }
  await expect(agent.call('exec.attach', absent)).rejects.toMatchObject({ code: 'container.not_running' })
  const stranger = { containerId: 'con_aaaaaaaaaaaaaaaa', argv: ['sh'], tty: false }
  await expect(agent.call('exec.start', stranger)).rejects.toMatchObject({ code: 'container.not_found' })
  const missing = { containerId, argv: ['/bin/nothing'], tty: false }
  await expect(agent.call('exec.start', missing)).rejects.toMatchObject({ code: 'runtime.exec_failed' })
})

test('the log comes in order, and follows', async () => {
  const { id } = await rig.want({
    command: ['sh', '-c', 'for i in 1 2 3; do echo line $i; done; sleep 1; echo later; sleep 600'],
    health: { kind: 'none' },
  })
  await rig.healthy(id)
  const channel = rig.control.openChannel()
  const lines: LogLine[] = []
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.data) lines.push(...(JSON.parse(Buffer.from(payload).toString()) as LogLine[]))
  })
  const query = { containerIds: [id], follow: true }
  await rig.control.agent().call('logs.open', { query, channel: channel.id })
  await eventually(() => lines.some(({ text }) => text === 'later'))
  expect(lines.map(({ text }) => text)).toEqual(['line 1', 'line 2', 'line 3', 'later'])
})
