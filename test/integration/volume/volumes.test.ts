import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLog } from '@berth/log'
import { type Disk, openDisk } from '@berth/volume'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const MIB = 1024 ** 2
const EDQUOT = 122 // Node has no name for it

let dir: string
let disk: Disk

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-volumes-'))
  disk = await open()
})

afterAll(async () => {
  await disk.close()
  await run('umount', [join(dir, 'mounted')])
  await rm(dir, { recursive: true })
})

async function open(): Promise<Disk> {
  const opened = await openDisk({
    file: join(dir, 'agent', 'disk.img'),
    mountPoint: join(dir, 'mounted'),
    bytes: 512 * MIB,
    usualBytes: 32 * MIB,
    log: createLog({ name: 'volumes', level: 'silent' }),
  })
  if (opened.kind === 'limited') return opened.disk
  throw new Error(opened.reason)
}

const fileOf = async (id: string, name = 'file') => join(await disk.volumes.folder(id), name)
const found = async (id: string) => (await disk.volumes.list()).find((volume) => volume.id === id)

async function fill(file: string): Promise<void> {
  const chunk = Buffer.alloc(MIB, 'x')
  for (let i = 0; i < 64; i++) await writeFile(file, chunk, { flag: 'a', flush: true })
}

test('a volume is made once, and is there for the next agent with all that it holds', async () => {
  await disk.volumes.make('vol_a', 16 * MIB)
  await writeFile(await fileOf('vol_a'), 'kept')
  await disk.volumes.make('vol_a', 16 * MIB)
  await disk.close()
  disk = await open()
  expect(await readFile(await fileOf('vol_a'), 'utf8')).toBe('kept')
})

test('a copy has what the other one held then, its own limit, and neither sees the other any more', async () => {
  await disk.volumes.make('vol_source', 16 * MIB)
  await writeFile(await fileOf('vol_source'), 'of the student')
  await disk.volumes.make('vol_copy', 8 * MIB, 'vol_source')
  expect(await readFile(await fileOf('vol_copy'), 'utf8')).toBe('of the student')
  await writeFile(await fileOf('vol_copy'), 'of the teacher')
  await writeFile(await fileOf('vol_source', 'later'), 'x')
  await disk.volumes.make('vol_copy', 8 * MIB, 'vol_source')
  expect(await readFile(await fileOf('vol_source'), 'utf8')).toBe('of the student')
  expect(await readFile(await fileOf('vol_copy'), 'utf8')).toBe('of the teacher')
  await expect(readFile(await fileOf('vol_copy', 'later'))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(fill(await fileOf('vol_copy', 'large'))).rejects.toMatchObject({ errno: -EDQUOT })
  await disk.volumes.remove('vol_source')
  expect(await readFile(await fileOf('vol_copy'), 'utf8')).toBe('of the teacher')
  await expect(disk.volumes.make('vol_none', MIB, 'vol_source')).rejects.toMatchObject({
    code: 'volume.lost',
  })
  expect(await found('vol_none')).toBeUndefined()
})

test('a full volume is full for itself alone, until it is made larger', async () => {
  await disk.volumes.make('vol_full', 8 * MIB)
  await expect(fill(await fileOf('vol_full'))).rejects.toMatchObject({ errno: -EDQUOT })
  await writeFile(await fileOf('vol_a', 'other'), Buffer.alloc(MIB), { flush: true })
  await disk.volumes.limit('vol_full', 12 * MIB)
  await writeFile(await fileOf('vol_full', 'more'), Buffer.alloc(2 * MIB), { flush: true })
  expect((await found('vol_full'))?.live?.limitBytes).toBe(12 * MIB)
})

test('a snapshot keeps a state for good, and its return keeps the one before', async () => {
  await disk.volumes.snapshot('vol_a', 'snp_one')
  await writeFile(await fileOf('vol_a'), 'later')
  await disk.volumes.restore('vol_a', { from: 'snp_one', keep: 'snp_before', bytes: 16 * MIB })
  expect(await readFile(await fileOf('vol_a'), 'utf8')).toBe('kept')
  await disk.volumes.restore('vol_a', { from: 'snp_before', keep: 'snp_again', bytes: 16 * MIB })
  expect(await readFile(await fileOf('vol_a'), 'utf8')).toBe('later')
  const volume = await found('vol_a')
  expect(volume?.snapshots.map(({ id }) => id).toSorted()).toEqual(['snp_again', 'snp_before', 'snp_one'])
  expect(volume?.live?.limitBytes).toBe(16 * MIB)
})

test('a restore that was cut off between its two renames is done whole by the next one', async () => {
  await run('mv', [join(dir, 'mounted', 'volumes', 'vol_a'), join(dir, 'mounted', 'dying', 'cut')])
  await expect(disk.volumes.folder('vol_a')).rejects.toMatchObject({ code: 'volume.lost' })
  await disk.volumes.restore('vol_a', { from: 'snp_one', keep: 'snp_cut', bytes: 16 * MIB })
  expect(await readFile(await fileOf('vol_a'), 'utf8')).toBe('kept')
})

test('what was not told to be there is not made up: neither a volume nor a snapshot', async () => {
  await expect(disk.volumes.snapshot('vol_none', 'snp_x')).rejects.toMatchObject({ code: 'volume.lost' })
  const swap = { from: 'snp_none', keep: 'snp_y', bytes: MIB }
  await expect(disk.volumes.restore('vol_a', swap)).rejects.toMatchObject({ code: 'volume.lost' })
  expect(await readFile(await fileOf('vol_a'), 'utf8')).toBe('kept')
  await expect(disk.volumes.make('../vol_a', MIB)).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a volume goes with its snapshots, and another one stays', async () => {
  await disk.volumes.removeSnapshot('vol_a', 'snp_again')
  expect((await found('vol_a'))?.snapshots).toHaveLength(2)
  await disk.volumes.remove('vol_a')
  await disk.volumes.remove('vol_a')
  expect(await found('vol_a')).toBeUndefined()
  expect(await found('vol_full')).toBeDefined()
})
