import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { newId } from '@berth/core'
import { FRAME, HIGH_WATER } from '@berth/protocol'
import type { WantedVolume } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { archive } from '../image/support/archive.ts'
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

test('an archive becomes a snapshot with all of its owners, modes, links and attributes, and is brought back', async () => {
  const id = await newVolume()
  const snapshot = newId('snapshot')
  const coming = await openImport(id, snapshot)
  await coming.send(gzipSync(await someArchive()))
  coming.eof()
  expect(await coming.ended()).toEqual({ kind: 'exit', code: 0, signal: null })
  expect(told(id)?.snapshots.map((one) => one.id)).toEqual([snapshot])
  const restore = { task: newId('volumeTask'), from: snapshot, keep: newId('snapshot') }
  wantVolume(id, { snapshots: [snapshot, restore.keep].map((one) => ({ id: one, gone: false })), restore })
  await rig.hint()
  await eventually(() => told(id)?.restored === restore.task, PATIENT)
  const mount = { id, path: '/data', readOnly: false, bytes: 32 * MIB, made: true }
  const spec = await rig.want({ health: { kind: 'none' }, volumes: [mount] })
  await rig.seen(spec.id, ({ state, healthy }) => state === 'running' && healthy, PATIENT)
  const { out } = await run(rig, spec.id, [
    ...[
      'sh',
      '-c',
      'cd /data && cat deep/file && stat -c "%n %u:%g %a" deep/file deep && busybox readlink out',
    ],
  ])
  expect(out).toBe('one\ndeep/file 7:8 4711\ndeep 0:0 2750\n/etc/passwd')
})

const LARGE = archive({ name: 'large', text: 'x'.repeat(6 * MIB) })

const HOSTILE: readonly (readonly [string, () => Promise<Buffer>, RegExp])[] = [
  ['no archive', async () => Buffer.from('x'.repeat(4096)), /no tar archive/],
  ['nothing at all', async () => Buffer.alloc(0), /cut off/],
  ['an archive without its end', async () => (await someArchive()).subarray(0, 1024), /cut off/],
  ['a path that climbs out', async () => archive({ name: '../../etc/own' }), /climbs/],
  [
    'a file behind a link of its own',
    async () => archive({ name: 'way', type: 'symlink', target: '/etc' }, { name: 'way/own' }),
    /it lies below "way"/,
  ],
  [
    'a hard link out of it',
    async () => archive({ name: 'pass', type: 'link', target: '/etc/passwd' }),
    /a hard link to/,
  ],
  ['more than the volume may hold', async () => LARGE, /more than the volume may/],
]

test.each(HOSTILE)('%s is refused, and leaves nothing', async (_name, pack, why) => {
  const id = await newVolume()
  const coming = await openImport(id, newId('snapshot'))
  await coming.send(await pack())
  coming.eof()
  const end = await coming.ended()
  expect(end).toMatchObject({ kind: 'error', code: 'volume.archive_refused' })
  expect(String(Reflect.get(Object(end), 'message'))).toMatch(why)
  await nothingIsLeft(id)
})

test('a connection that is cut, or an agent that is killed, in the middle leaves nothing', async () => {
  const id = await newVolume()
  const first = await openImport(id, newId('snapshot'))
  await first.send(LARGE.subarray(0, 2 * MIB))
  await expect(openImport(id, newId('snapshot'))).rejects.toMatchObject({ code: 'volume.busy' })
  first.leave()
  await nothingIsLeft(id)
  const second = await openImport(id, newId('snapshot'))
  await second.send(LARGE.subarray(0, 2 * MIB))
  expect(await halfMade()).not.toEqual([])
  await rig.killAgent()
  await rig.startAgent()
  await nothingIsLeft(id)
})

/** Made by the host's own tar. */
async function someArchive(): Promise<Buffer> {
  const folder = join(rig.dir, newId('upload'))
  await mkdir(join(folder, 'deep'), { recursive: true })
  await writeFile(join(folder, 'deep/file'), 'one\n')
  await symlink('/etc/passwd', join(folder, 'out'))
  await promisify(execFile)('sh', ['-c', 'chown 7:8 deep/file; chmod 4711 deep/file; chmod 2750 deep'], {
    cwd: folder,
  })
  await promisify(execFile)('tar', ['-cpf', `${folder}.tar`, '-C', folder, '.'])
  return readFile(`${folder}.tar`)
}

async function newVolume(): Promise<string> {
  const id = newId('volume')
  wantVolume(id, { made: false })
  await rig.hint()
  await eventually(() => told(id) !== undefined, PATIENT)
  wantVolume(id)
  return id
}

function wantVolume(id: string, change: Partial<WantedVolume> = {}): void {
  const usual = { bytes: 32 * MIB, made: true, gone: false, snapshots: [], restore: null }
  rig.control.volumes.set(id, { id, ...usual, ...change })
}

const told = (id: string) => rig.control.foundVolumes().volumes.find((volume) => volume.id === id)

async function nothingIsLeft(id: string): Promise<void> {
  await eventually(async () => (await halfMade()).length === 0, PATIENT)
  const kept = await readdir(join(`/run/berth-${rig.instance}`, 'disk/snapshots', id)).catch(() => []) // none was made
  expect(kept).toEqual([])
}

/** Subvolumes that an archive is being unpacked into. */
async function halfMade(): Promise<string[]> {
  const making = join(`/run/berth-${rig.instance}`, 'disk/making')
  const names = await readdir(making)
  const found = await Promise.all(
    names.map((name) =>
      stat(join(making, name, 'data')).then(
        () => true,
        () => false, // one that was made ahead
      ),
    ),
  )
  return names.filter((_, index) => found[index])
}

async function openImport(volume: string, snapshot: string) {
  const channel = rig.control.openChannel()
  let end: unknown
  let untaken = 0
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.end) end = JSON.parse(Buffer.from(payload).toString())
    if (kind === FRAME.ack) untaken -= Buffer.from(payload).readUInt32BE()
  })
  const wanted = { volume, snapshot, bytes: 4 * MIB, channel: channel.id }
  await eventually(async () => {
    try {
      return Boolean(rig.control.agent())
    } catch {
      return false // it is on its way
    }
  }, PATIENT)
  await rig.control.agent().call('volume.import', wanted)
  return {
    async send(bytes: Buffer): Promise<void> {
      for (let at = 0; at < bytes.length && end === undefined; at += 30_000) {
        await eventually(() => untaken < HIGH_WATER || end !== undefined, PATIENT)
        const piece = bytes.subarray(at, at + 30_000)
        untaken += piece.length
        channel.send(FRAME.data, piece)
      }
    },
    eof: () => channel.send(FRAME.eof, new Uint8Array()),
    leave: () => channel.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'closed' }))),
    async ended(): Promise<unknown> {
      await eventually(() => end !== undefined, PATIENT)
      return end
    },
  }
}
