import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeAck, FRAME, type RequestOf, type controlToAgent } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'
import { openView } from './support/view.ts'

type Job = RequestOf<typeof controlToAgent, 'files.start'>['job']

const MIB = 1 << 20
let rig: Rig
let containerId = ''

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  containerId = (await rig.want({ limits: { cpu: 1, memory: 64 * MIB, pids: 64, disk: 16 * MIB } })).id
  await rig.healthy(containerId)
})

afterAll(() => rig.close())

test('files go in and come out through the agent, with flow control on both ways', async () => {
  const content = Buffer.alloc(8 * MIB, 'berth ')
  const sent = await send({ kind: 'unpack', path: '/tmp', name: 'file' }, archiveOf(content))
  expect(sent).toEqual({ end: { kind: 'exit', code: 0, signal: null }, stderr: '' })
  const { archive, end } = await receive({ kind: 'pack', path: '/tmp/file', oneMount: false })
  expect(end).toEqual({ kind: 'exit', code: 0, signal: null })
  expect(execFileSync('tar', ['-xO'], { input: archive, maxBuffer: 16 * MIB }).equals(content)).toBe(true)
})

test('more than the container may write ends with its limit, and leaves nothing', async () => {
  const { end, stderr } = await send(
    { kind: 'unpack', path: '/tmp', name: 'large' },
    archiveOf(Buffer.alloc(20 * MIB)),
  )
  expect(end).toEqual({ kind: 'exit', code: 1, signal: null })
  expect(stderr).toBe('large: Disk quota exceeded\n')
  expect(await shown('/tmp/*large* /tmp/.berth*')).toBe('/tmp/*large* /tmp/.berth*')
})

test('a copy whose viewer goes is over, and leaves nothing half', async () => {
  const view = await openView(rig, await start({ kind: 'unpack', path: '/tmp', name: 'half' }), containerId)
  view.write(archiveOf(Buffer.alloc(MIB)).subarray(0, 50_000))
  await eventually(async () => (await shown('/tmp/.berth*')) !== '/tmp/.berth*')
  view.leave()
  await eventually(async () => (await shown('/tmp/.berth*')) === '/tmp/.berth*')
  expect(await shown('/tmp/half*')).toBe('/tmp/half*')
})

test('a path that is not there is an error that says so', async () => {
  await expect(start({ kind: 'pack', path: '/nowhere', oneMount: false })).rejects.toMatchObject({
    code: 'runtime.exec_failed',
    message: '/nowhere: no such file or folder',
  })
})

async function start(job: Job): Promise<string> {
  return (await rig.control.agent().call('files.start', { containerId, job })).execId
}

/** Sends what the session has room for, and waits until it has taken it. */
async function send(job: Job, archive: Buffer) {
  const view = await openView(rig, await start(job), containerId)
  let sent = 0
  for (; sent < archive.length && !view.end(); sent += 30_000) {
    view.write(archive.subarray(sent, sent + 30_000))
    await eventually(() => sent - view.taken() < 90_000 || view.end() !== undefined)
  }
  view.eof()
  await eventually(() => view.end() !== undefined)
  return { end: view.end(), stderr: view.stderr() }
}

async function receive(job: Job) {
  const channel = rig.control.openChannel()
  const chunks: Uint8Array[] = []
  let end: unknown
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.data) chunks.push(payload)
    if (kind === FRAME.data) channel.send(FRAME.ack, encodeAck(payload.length))
    if (kind === FRAME.end) end = JSON.parse(Buffer.from(payload).toString())
  })
  const execId = await start(job)
  await rig.control.agent().call('exec.attach', { execId, containerId, channel: channel.id })
  await eventually(() => end !== undefined)
  return { archive: Buffer.concat(chunks), end }
}

/** What a pattern names in the container; itself when nothing. */
async function shown(pattern: string): Promise<string> {
  return (await run(rig, containerId, ['sh', '-c', `echo ${pattern}`])).out
}

function archiveOf(content: Buffer): Buffer {
  const folder = join(rig.dir, 'archive')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'file'), content)
  return execFileSync('tar', ['-c', 'file'], { cwd: folder, maxBuffer: 64 * MIB })
}
