import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newId } from '@berth/core'
import { encodeAck, FRAME } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const MIB = 1024 ** 2
const PATIENT = { withinMs: 60_000 }

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('an export holds what the volume held when it began, as it is inside, and nothing of the host', async () => {
  const [id, containerId] = await startWithVolume()
  const script = [
    'cd /data && rm -f seed && mkdir -m 2750 deep && echo one > deep/file && busybox ln deep/file same',
    'busybox ln -s /etc/passwd link && busybox ln -s ../../../../etc climbs',
    'busybox chown 7:8 deep/file && busybox chmod 4711 deep/file',
    'echo hidden > .wh.name && dd if=/dev/zero of=large bs=1M count=8 seek=16 2>/dev/null',
  ]
  await sh(containerId, script.join(' && '))
  const slow = await openExport(id, { slow: true })
  await eventually(() => slow.bytes().length > 0, PATIENT)
  await expect(openExport(id)).rejects.toMatchObject({ code: 'volume.busy' })
  await sh(containerId, 'echo later > /data/later; rm /data/same; echo two > /data/deep/file')
  slow.catchUp()
  await eventually(() => slow.end() !== undefined, PATIENT)
  expect(slow.end()).toEqual({ kind: 'exit', code: 0, signal: null })
  const into = join(rig.dir, 'unpacked')
  await unpack(slow.bytes(), into)
  expect((await readdir(into)).sort()).toEqual(['.wh.name', 'climbs', 'deep', 'large', 'link', 'same'])
  expect(await stat(join(into, 'deep'))).toMatchObject({ mode: 0o42750 })
  expect(await stat(join(into, 'same'))).toMatchObject({ uid: 7, gid: 8, mode: 0o104711, nlink: 2, size: 4 })
  expect(await stat(join(into, 'large'))).toMatchObject({ size: 24 * MIB })
  expect(await stat(into)).toMatchObject({ uid: 1000, gid: 1000 })
  await eventually(async () => (await halfMade()).length === 0, PATIENT)
})

test('an export that its viewer leaves, or whose agent is killed, leaves no snapshot behind', async () => {
  const [id, containerId] = await startWithVolume()
  await sh(containerId, 'dd if=/dev/zero of=/data/large bs=1M count=16 2>/dev/null')
  const left = await openExport(id, { slow: true })
  await eventually(() => left.bytes().length > 0, PATIENT)
  expect(await halfMade()).not.toEqual([])
  left.leave()
  await eventually(async () => (await halfMade()).length === 0, PATIENT)
  const cut = await openExport(id, { slow: true })
  await eventually(() => cut.bytes().length > 0, PATIENT)
  expect(await halfMade()).not.toEqual([])
  await rig.killAgent()
  await rig.startAgent()
  await eventually(async () => (await halfMade()).length === 0, PATIENT)
  await eventually(() => connected(), PATIENT)
  expect(await sh(containerId, 'stat -c %s /data/large')).toBe(String(16 * MIB))
})

test('what is no volume of the node is refused', async () => {
  await expect(openExport('../../etc')).rejects.toMatchObject({ code: 'volume.not_found' })
  const none = await openExport(newId('volume'))
  await eventually(() => none.end() !== undefined, PATIENT)
  expect(none.end()).toMatchObject({ kind: 'error', code: 'volume.lost' })
})

async function startWithVolume(): Promise<readonly [string, string]> {
  const id = newId('volume')
  const volume = { id, path: '/data', readOnly: false, bytes: 64 * MIB, made: false }
  const spec = await rig.want({ health: { kind: 'none' }, volumes: [volume] })
  await rig.seen(spec.id, ({ state, healthy }) => state === 'running' && healthy, PATIENT)
  return [id, spec.id]
}

const sh = async (id: string, script: string) => (await run(rig, id, ['sh', '-c', script])).out

/** Subvolumes that are on their way; those made ahead come and go here too, and are limited. */
async function halfMade(): Promise<string[]> {
  const making = join(`/run/berth-${rig.instance}`, 'disk/making')
  const names = await readdir(making)
  const isExport = await Promise.all(
    names.map((name) =>
      stat(join(making, name, 'data')).then(
        () => true,
        () => false, // a new one, which is empty
      ),
    ),
  )
  return names.filter((_, index) => isExport[index])
}

function connected(): boolean {
  try {
    return Boolean(rig.control.agent())
  } catch {
    return false // it is on its way
  }
}

async function openExport(volume: string, { slow = false } = {}) {
  const channel = rig.control.openChannel()
  const pieces: Buffer[] = []
  let isSlow = slow
  let unacknowledged = 0
  let end: unknown
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.end) end = JSON.parse(Buffer.from(payload).toString())
    if (kind !== FRAME.data) return
    pieces.push(Buffer.from(payload))
    unacknowledged += payload.length
    acknowledge()
  })
  await rig.control.agent().call('volume.export', { volume, channel: channel.id })
  return {
    bytes: () => Buffer.concat(pieces),
    end: () => end,
    leave: () => channel.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'closed' }))),
    catchUp: () => {
      isSlow = false
      acknowledge()
    },
  }

  function acknowledge(): void {
    if (isSlow || unacknowledged === 0) return
    channel.send(FRAME.ack, encodeAck(unacknowledged))
    unacknowledged = 0
  }
}

/** By the host's own tar, which restores owners for root. */
async function unpack(archive: Buffer, into: string): Promise<void> {
  await mkdir(into)
  await writeFile(`${into}.tar`, archive)
  await promisify(execFile)('tar', ['-xpf', `${into}.tar`, '-C', into])
  await rm(`${into}.tar`)
}
