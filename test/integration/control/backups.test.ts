import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { buffer } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBackupPort } from '../../../apps/web/server/backup-port.ts'
import { loadS3, type S3Settings } from '../../../packages/blob/src/index.ts'
import { systemClock } from '../../../packages/core/src/index.ts'
import {
  type BackupService,
  createBackupService,
  makeDueBackups,
} from '../../../packages/deploy/src/index.ts'
import { scanBucket } from '../../../packages/deploy/src/backups/scan-bucket.ts'
import type { VolumeBackupsView } from '../../../packages/protocol/src/index.ts'
import { createOutbox } from '../../../packages/webhook/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { startSwift, type TestSwift } from '../../support/swift.ts'
import { type ControlPlane, createTenant, startControlPlane } from './support/control-plane.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'
import { openGatedWay } from './support/gated-way.ts'

const MIB = 1024 ** 2
const DAY = 24 * 60 * 60_000
const WAIT = { withinMs: 120_000 }

let plane: ControlPlane
let swift: TestSwift
let agent: ScriptedAgent
let token: string
let other: ControlPlane['caller']
let backups: BackupService
let settings: S3Settings
/** what volumes hold, by id */
const held = new Map<string, () => AsyncIterable<Uint8Array>>()
/** archives that came to the node, by snapshot */
const arrived = new Map<string, Buffer>()

beforeAll(async () => {
  ;[plane, swift] = await Promise.all([startControlPlane(), startSwift()])
  settings = await swift.createBucket()
  const node = await plane.addNode('one')
  token = node.token
  other = await createTenant(plane.db, 'other')
  const { db, client } = plane
  backups = createBackupService({ db, secrets: client, desk: createBackupPort(client), clock: systemClock })
  await plane.startControl()
  await connect()
})

afterAll(async () => {
  await agent?.close()
  await plane?.stop()
  await swift?.stop()
})

async function connect(): Promise<void> {
  agent = await connectAgent({
    ...{ socket: plane.socket, redisUrl: plane.redis.bareUrl, token, script: runs() },
    archive: (volume) => held.get(volume)?.() ?? pieces(Buffer.from(`archive of ${volume}`)),
    onImport: async (snapshot, archive) => void arrived.set(snapshot, archive),
  })
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 30_000) yield bytes.subarray(at, at + 30_000)
}

const bucketOf = ({ endpoint, region, bucket, accessKeyId }: S3Settings, prefix = 'berth/') => ({
  ...{ endpoint, region, bucket, accessKeyId, prefix, pathStyle: true },
})
const secretOf = ({ secretAccessKey }: S3Settings) => secretAccessKey.reveal()
const named = (volume: string, caller = plane.caller) => ({ ...caller, volume })
const target = (caller = plane.caller, at = settings, prefix?: string) =>
  backups.setTarget({ ...caller, bucket: bucketOf(at, prefix), secret: secretOf(at) })

/** A volume that its node has. */
async function addVolume(name: string, caller = plane.caller): Promise<string> {
  const { id } = await plane.deploy.volumes.create({ ...caller, name, bytes: 64 * MIB })
  const node = await plane.db.node.findFirstOrThrow({ where: { name: 'one' } })
  await plane.db.volume.update({ where: { id }, data: { nodeId: node.id, made: true } })
  return id
}

async function ended(volume: string, caller = plane.caller): Promise<VolumeBackupsView> {
  await eventually(async () => {
    const { transfers } = await backups.list(named(volume, caller))
    return transfers.length > 0 && transfers.every(({ state }) => state === 'done' || state === 'failed')
  }, WAIT)
  return backups.list(named(volume, caller))
}

async function bucket(at = settings) {
  const { openBucket } = await loadS3()
  return openBucket(at)
}

async function read(key: string): Promise<Buffer> {
  const content = await (await bucket()).read(key)
  if (!content) throw new Error(`there is no ${key}`)
  return buffer(content)
}

async function keys(prefix = 'berth/'): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of (await bucket()).list(prefix)) found.push(key)
  return found
}

async function leftovers(): Promise<number> {
  let count = 0
  for await (const _ of (await bucket()).listParts('berth/')) count++
  return count
}

test('a target is tried before it is kept, and its secret is told to nobody', async () => {
  const wrong = { ...plane.caller, bucket: bucketOf(settings), secret: 'wrong' }
  await expect(backups.setTarget(wrong)).rejects.toMatchObject({ code: 'backup.refused' })
  const nowhere = { ...bucketOf(settings), bucket: 'there-is-none' }
  const missing = { ...plane.caller, bucket: nowhere, secret: secretOf(settings) }
  await expect(backups.setTarget(missing)).rejects.toMatchObject({ code: 'backup.refused' })
  const metadata = { ...bucketOf(settings), endpoint: 'http://169.254.169.254' }
  await expect(backups.setTarget({ ...plane.caller, bucket: metadata, secret: 'x' })).rejects.toMatchObject({
    code: 'outbound.not_allowed',
  })
  const named = { ...bucketOf(settings), endpoint: 'http://localhost.test.invalid:8080' }
  await expect(backups.setTarget({ ...plane.caller, bucket: named, secret: 'x' })).rejects.toMatchObject({
    code: 'backup.unreachable',
  })
  expect((await backups.list(plane.caller)).target).toBeNull()
  const view = await target()
  expect(view.target).toMatchObject({ bucket: settings.bucket, prefix: 'berth/' })
  expect(JSON.stringify(view)).not.toContain(secretOf(settings))
  const row = await plane.db.backupTarget.findFirstOrThrow()
  expect(row.secret).not.toContain(secretOf(settings))
  // the secret that is kept does for another prefix, and never for another address
  const { secret: _, ...moved } = { ...plane.caller, bucket: bucketOf(settings, 'else/'), secret: '' }
  expect((await backups.setTarget(moved)).target?.prefix).toBe('else/')
  const elsewhere = { ...moved, bucket: { ...moved.bucket, endpoint: 'https://evil.example' } }
  await expect(backups.setTarget(elsewhere)).rejects.toMatchObject({ code: 'input.invalid' })
  await target()
})

test('a backup lies in the bucket with what is needed to bring it back, and comes back as it was', async () => {
  const id = await addVolume('files')
  const content = randomBytes(20 * MIB)
  held.set(id, () => pieces(content))
  await backups.start(named('files'))
  await expect(backups.start(named('files'))).rejects.toMatchObject({ code: 'backup.running' })
  const { transfers, backups: made } = await ended('files')
  expect(transfers).toMatchObject([
    { kind: 'backup', state: 'done', movedBytes: content.length, reason: null },
  ])
  const [backup] = made
  expect(backup).toMatchObject({ volume: 'files', bytes: content.length, own: true, origin: 'asked' })
  const key = `berth/volumes/files/${backup?.id}`
  expect(await keys()).toEqual([`${key}.json`, `${key}.tar.zst`])
  expect(await leftovers()).toBe(0)
  const manifest = JSON.parse((await read(`${key}.json`)).toString())
  const object = await read(`${key}.tar.zst`)
  expect(manifest).toMatchObject({ format: 'berth-volume-backup', version: 1, volume: 'files' })
  const digest = `sha256:${createHash('sha256').update(object).digest('hex')}`
  expect(manifest.archive).toEqual({ bytes: content.length, storedBytes: object.length, digest })
  expect(zstdDecompressSync(object).equals(content)).toBe(true)

  await backups.restore({ ...named('files'), backup: backup?.id ?? '' })
  await backups.restore({ ...named('files-again'), backup: backup?.id ?? '' })
  for (const volume of ['files', 'files-again']) {
    const { transfers: all } = await ended(volume)
    expect(all[0]).toMatchObject({ kind: 'restore', state: 'done' })
    const row = await plane.db.volumeTransfer.findUniqueOrThrow({ where: { id: all[0]?.id ?? '' } })
    expect(arrived.get(row.snapshotId ?? '')?.equals(object)).toBe(true)
  }
  expect(await plane.deploy.volumes.get(named('files-again'))).toMatchObject({ bytes: 64 * MIB })
})

test('another tenant neither sees a backup nor brings it back, whatever its own bucket says', async () => {
  const [backup] = (await backups.list(named('files'))).backups
  const id = backup?.id ?? ''
  expect((await backups.list(other)).backups).toEqual([])
  await expect(backups.start(named('files', other))).rejects.toMatchObject({ code: 'volume.not_found' })
  await target(other, await swift.createBucket())
  await expect(backups.restore({ ...named('mine', other), backup: id })).rejects.toMatchObject({
    code: 'backup.not_found',
  })
  await expect(backups.remove({ ...other, backup: id })).rejects.toMatchObject({ code: 'backup.not_found' })
  expect(await plane.db.volume.count({ where: { tenantId: other.tenant.id } })).toBe(0)
})

test('a platform that knows nothing lists what the bucket has, and never removes what it did not write', async () => {
  const fresh = await createTenant(plane.db, 'fresh')
  // names of strangers, and what is no manifest, are passed over
  const s3 = await bucket()
  await s3.put('berth/volumes/files/bak_aaaaaaaaaaaaaaaa.json', Buffer.from('{"volume":"../../etc"}'))
  await s3.put('berth/volumes/x/y.json', Buffer.from('no'))
  const view = await target(fresh)
  expect(view.backups).toMatchObject([{ volume: 'files', own: false, app: null }])
  await backups.restore({ ...named('files', fresh), backup: view.backups[0]?.id ?? '' })
  const { transfers } = await ended('files', fresh)
  expect(transfers).toMatchObject([{ kind: 'restore', state: 'done' }])
  await s3.remove('berth/volumes/files/bak_aaaaaaaaaaaaaaaa.json')
  await s3.remove('berth/volumes/x/y.json')
  const before = await keys()
  await backups.removeTarget(fresh)
  expect((await backups.list(fresh)).backups).toEqual([])
  expect(await keys()).toEqual(before)
})

test('manifests that lie cost only themselves, and nothing real is removed for them', async () => {
  const id = await addVolume('lied-about')
  const s3 = await bucket()
  await backups.start(named('lied-about'))
  const [real] = (await ended('lied-about')).backups
  const realId = real?.id ?? ''
  const folder = 'berth/volumes/lied-about'
  const manifest = JSON.parse((await read(`${folder}/${realId}.json`)).toString())
  const forge = async (letter: string, change: object, archive = Buffer.from('lies')) => {
    const forged = `bak_${letter.repeat(16)}`
    const sizes = { ...manifest.archive, storedBytes: 4 }
    const content = { ...manifest, id: forged, origin: 'schedule', archive: sizes, ...change }
    await s3.put(`${folder}/${forged}.json`, Buffer.from(JSON.stringify(content)))
    await s3.put(`${folder}/${forged}.tar.zst`, archive)
    return forged
  }
  const before = (await backups.refresh(plane.caller)).backups.length
  await forge('b', { by: 'x\u0000y' })
  await forge('c', { takenAt: '0000-01-01T00:00:00Z' })
  await forge('d', {}, Buffer.from('of another size'))
  const future = [
    await forge('e', { takenAt: '2199-01-01T00:00:00Z' }),
    await forge('g', { takenAt: '2198-01-01T00:00:00Z' }),
  ]
  const view = await backups.refresh(plane.caller)
  expect(view.unread).toBe(3)
  expect(view.backups).toHaveLength(before + 2)
  expect(view.backups.filter((one) => future.includes(one.id)).map(({ own }) => own)).toEqual([false, false])

  await plane.db.volume.update({ where: { id }, data: { backupKeep: 2 } })
  const schedule = async () => {
    await plane.db.volume.update({ where: { id }, data: { backupEvery: 'daily', backupDueAt: new Date(0) } })
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
    const happenings = createOutbox({ url: 'http://localhost', clock: systemClock })
    await makeDueBackups({ db: plane.db, happenings, clock: systemClock, log })
    return (await ended('lied-about')).backups.find((one) => one.origin === 'schedule' && one.own)?.id
  }
  const first = await schedule()
  await schedule()
  const ids = (await backups.list(named('lied-about'))).backups.map((one) => one.id)
  expect(ids).toEqual(expect.arrayContaining([realId, first, ...future]))
  expect(await keys(`${folder}/`)).toContain(`${folder}/${first}.tar.zst`)
  await backups.schedule({ ...named('lied-about'), every: null, keep: 7 })
})

test('who fills the bucket with other things hides no backup that is known', async () => {
  const tenantId = plane.caller.tenant.id
  const before = await plane.db.volumeBackup.count({ where: { tenantId } })
  const nothing = async () => undefined
  const filled = {
    ...{ check: nothing, write: nothing, read: nothing, remove: nothing, abandon: nothing },
    close: () => {},
    list: async function* () {
      for (let count = 0; count <= 100_000; count++) yield { key: `volumes/a/${count}.tar.zst`, size: 1 }
    },
  }
  await scanBucket(plane.db, filled, tenantId)
  expect(before).toBeGreaterThan(0)
  expect(await plane.db.volumeBackup.count({ where: { tenantId } })).toBe(before)
})

test('a row of the bucket that was read while a backup was made gives way to what was made', async () => {
  const id = await addVolume('raced')
  let backupId = ''
  held.set(id, async function* () {
    const transfer = await plane.db.volumeTransfer.findFirstOrThrow({ where: { volumeId: id } })
    backupId = transfer.backupId
    await plane.db.volumeBackup.create({
      data: {
        ...{ id: backupId, tenantId: plane.caller.tenant.id, volumeName: 'raced', volumeId: id },
        ...{ bytes: 1n, storedBytes: 1n, limitBytes: 1n, digest: `sha256:${'0'.repeat(64)}` },
        ...{ origin: 'asked', own: false, createdBy: 'x', takenAt: new Date(0) },
      },
    })
    yield Buffer.from('what it holds')
  })
  await backups.start(named('raced'))
  const made = (await ended('raced')).backups
  expect(made).toMatchObject([{ id: backupId, own: true, bytes: 13 }])
})

test('sizes that no volume has are not brought back, and a volume that was made for nothing goes again', async () => {
  const tenantId = plane.caller.tenant.id
  const [backup] = (await backups.list(named('files'))).backups
  const id = backup?.id ?? ''
  const where = { tenantId_id: { tenantId, id } }
  const row = await plane.db.volumeBackup.findUniqueOrThrow({ where })
  await plane.db.volumeBackup.update({ where, data: { storedBytes: 2n ** 50n } })
  await expect(backups.restore({ ...named('for-nothing'), backup: id })).rejects.toMatchObject({
    code: 'backup.damaged',
  })
  expect(await plane.db.volume.count({ where: { name: 'for-nothing' } })).toBe(0)
  await plane.db.volumeBackup.update({
    where,
    data: { storedBytes: row.storedBytes, digest: `sha256:${'0'.repeat(64)}` },
  })
  await addVolume('was-there')
  for (const volume of ['for-nothing', 'was-there']) {
    await backups.restore({ ...named(volume), backup: id })
    const { transfers } = await ended(volume)
    expect(transfers).toMatchObject([{ kind: 'restore', state: 'failed' }])
    expect(transfers[0]?.reason).toMatch(/damaged/)
  }
  await plane.db.volumeBackup.update({ where, data: { digest: row.digest } })
  await expect(plane.deploy.volumes.get(named('for-nothing'))).rejects.toMatchObject({
    code: 'volume.not_found',
  })
  // it counts in the quota for a minute more, and not for a day
  const gone = await plane.db.volume.findFirst({ where: { tenantId, name: 'for-nothing' } })
  expect(gone?.deletedAt?.getTime() ?? 0).toBeLessThan(Date.now() - DAY + 60_000)
  expect(await plane.deploy.volumes.get(named('was-there'))).toMatchObject({ name: 'was-there' })
})

test('what was changed in the bucket is never brought back', async () => {
  const [backup] = (await backups.list(named('files'))).backups
  const key = `berth/volumes/files/${backup?.id}.tar.zst`
  const s3 = await bucket()
  const object = await read(key)
  const changed = Buffer.from(object)
  changed[changed.length - 9] = (changed[changed.length - 9] ?? 0) ^ 1
  for (const bytes of [changed, object.subarray(0, 1000), Buffer.concat([object, Buffer.from('more')])]) {
    await s3.put(key, bytes)
    const before = arrived.size
    await backups.restore({ ...named('files'), backup: backup?.id ?? '' })
    const { transfers } = await ended('files')
    expect(transfers[0]).toMatchObject({ kind: 'restore', state: 'failed' })
    expect(transfers[0]?.reason).toMatch(/damaged, and the volume is as it was/)
    expect(arrived.size).toBe(before)
  }
  await s3.put(key, object)
  const { snapshots } = await plane.deploy.volumes.get(named('files'))
  expect(snapshots.filter(({ state }) => state === 'ready')).toEqual([])
  await s3.remove(key)
  await backups.restore({ ...named('files'), backup: backup?.id ?? '' })
  expect((await ended('files')).transfers[0]).toMatchObject({ state: 'failed' })
  await s3.put(key, object)
})

test('kill -9 of control, and an agent that goes, begin a backup again and leave nothing of the first try', async () => {
  const id = await addVolume('long')
  const content = randomBytes(24 * MIB)
  const gate = Promise.withResolvers<void>()
  let isOpen = false
  held.set(id, async function* () {
    for (let at = 0; at < content.length; at += 30_000) {
      if (at > 18 * MIB && !isOpen) await gate.promise
      yield content.subarray(at, at + 30_000)
    }
  })
  await backups.start(named('long'))
  await eventually(async () => (await leftovers()) > 0, { ...WAIT, what: 'parts in the bucket' })
  await plane.killControl()
  await agent.close()
  isOpen = true
  gate.resolve()
  await plane.startControl()
  await connect()
  const { transfers, backups: made } = await ended('long')
  expect(transfers).toMatchObject([{ state: 'done', movedBytes: content.length }])
  expect(made).toHaveLength(1)
  expect(await leftovers()).toBe(0)
  expect((await plane.db.volumeTransfer.findFirstOrThrow({ where: { volumeId: id } })).attempts).toBe(2)

  let tries = 0
  held.set(id, async function* () {
    tries++
    yield content.subarray(0, 30_000)
    if (tries === 1) await agent.close()
    yield content.subarray(30_000, 60_000)
  })
  await backups.start(named('long'))
  await eventually(
    async () => tries === 1 && (await backups.list(named('long'))).transfers[0]?.state === 'waiting',
    WAIT,
  )
  expect((await backups.list(named('long'))).transfers[0]?.reason).toMatch(/disconnected/)
  await connect()
  expect((await ended('long')).transfers[0]).toMatchObject({ state: 'done', movedBytes: 60_000 })
})

test('keys that do not hold any more, and a bucket that is full, end it with the reason, as an event and an alert', async () => {
  await addVolume('poor')
  await plane.db.webhook.create({
    data: {
      ...{ id: 'whk_backup', tenantId: plane.caller.tenant.id, name: 'b', url: 'https://hook.test/' },
      ...{ events: ['backup_failed'], repositories: '*', createdBy: 'me' },
    },
  })
  const { accessKeyId } = await plane.db.backupTarget.findFirstOrThrow({
    where: { tenantId: plane.caller.tenant.id },
  })
  const where = { tenantId: plane.caller.tenant.id }
  await plane.db.backupTarget.update({ where, data: { accessKeyId: 'test:gone' } })
  await backups.start(named('poor'))
  const refused = await ended('poor')
  expect(refused.transfers).toMatchObject([{ state: 'failed' }])
  expect(refused.transfers[0]?.reason).toMatch(/the bucket .* refuses it/)
  await plane.db.backupTarget.update({ where, data: { accessKeyId } })
  const full = await openGatedWay(settings.endpoint, { refuse: { method: 'PUT', status: 507 } })
  await plane.db.backupTarget.update({ where, data: { endpoint: full.endpoint } })
  await backups.start(named('poor'))
  const [last] = (await ended('poor')).transfers
  expect(last).toMatchObject({ state: 'failed' })
  expect(last?.reason).toMatch(/is full/)
  await full.close()
  await plane.db.backupTarget.update({ where, data: { endpoint: settings.endpoint } })
  const events = await plane.db.event.findMany({ where: { type: 'volume.backup_failed' } })
  expect(events.map(({ data }) => data)).toEqual([{ volume: 'poor' }, { volume: 'poor' }])
  expect(await plane.db.webhookDelivery.count({ where: { webhookId: 'whk_backup' } })).toBe(2)
  expect((await backups.list(named('poor'))).backups).toEqual([])
})

test('a bucket that answers slowly holds up no other tenant', async () => {
  const slow = await openGatedWay(settings.endpoint, { holdBack: true })
  const tenantId = plane.caller.tenant.id
  await plane.db.backupTarget.update({ where: { tenantId }, data: { endpoint: slow.endpoint } })
  for (const volume of ['slow-one', 'slow-two', 'slow-three', 'slow-four', 'slow-five']) {
    await addVolume(volume)
    await backups.start(named(volume))
  }
  await eventually(async () => slow.held() >= 2, { ...WAIT, what: 'requests that wait' })
  await addVolume('quick', other)
  await backups.start(named('quick', other))
  expect((await ended('quick', other)).transfers).toMatchObject([{ state: 'done' }])
  const states = async () =>
    (await backups.list(plane.caller)).transfers
      .filter(({ volume }) => volume.startsWith('slow-'))
      .map(({ state }) => state)
      .toSorted()
  expect(await states()).toEqual(['running', 'running', 'waiting', 'waiting', 'waiting'])
  slow.release()
  await eventually(async () => (await states()).every((state) => state === 'done'), WAIT)
  await slow.close()
  await plane.db.backupTarget.update({ where: { tenantId }, data: { endpoint: settings.endpoint } })
})

test('backups by schedule: the newest stay, and only those that were made here by schedule go', async () => {
  const id = await addVolume('regular')
  await backups.start(named('regular'))
  await ended('regular')
  const { schedule } = await backups.schedule({ ...named('regular'), every: 'daily', keep: 2 })
  const first = schedule?.dueAt.getTime() ?? 0
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const happenings = createOutbox({ url: 'http://localhost', clock: systemClock })
  const look = (day: number) => {
    const clock = { now: () => new Date(first + day * DAY + 1) }
    return makeDueBackups({ db: plane.db, happenings, clock, log })
  }
  const foreign = (await backups.list(named('regular'))).backups[0]
  await plane.db.volumeBackup.create({
    data: {
      ...{
        id: 'bak_ffffffffffffffff',
        tenantId: plane.caller.tenant.id,
        volumeName: 'regular',
        volumeId: id,
      },
      ...{ bytes: 1n, storedBytes: 1n, limitBytes: 1n, digest: foreign?.digest ?? '', origin: 'schedule' },
      ...{ own: false, createdBy: 'schedule', takenAt: new Date(0) },
    },
  })
  const scheduled = async () =>
    (await backups.list(named('regular'))).backups.filter(({ origin, own }) => origin === 'schedule' && own)
  const ids: string[] = []
  for (const day of [0, 1, 2]) {
    await Promise.all([look(day), look(day)]) // two processes
    await ended('regular')
    const [newest] = await scheduled()
    ids.push(newest?.id ?? '')
    await sleep(5) // they are told apart by when they were made
  }
  expect((await scheduled()).map((one) => one.id)).toEqual([ids[2], ids[1]])
  const here = (await keys('berth/volumes/regular/')).filter((key) => key.endsWith('.tar.zst'))
  expect(here).toHaveLength(3)
  expect((await backups.list(named('regular'))).backups.map((one) => one.id)).toContain(
    'bak_ffffffffffffffff',
  )
  const one = ids[1] ?? ''
  await backups.remove({ ...plane.caller, backup: one })
  expect((await keys()).filter((key) => key.includes(one))).toEqual([])
  expect((await backups.schedule({ ...named('regular'), every: null, keep: 2 })).schedule).toBeNull()
})
