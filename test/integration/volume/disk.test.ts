import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLog } from '@berth/log'
import { type Disk, openDisk } from '@berth/volume'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'

const run = promisify(execFile)
const MIB = 1024 ** 2
const USUAL = 32 * MIB
const EDQUOT = 122 // Node has no name for it

let dir: string
let disk: Disk

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-disk-'))
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
    usualBytes: USUAL,
    log: createLog({ name: 'disk', level: 'silent' }),
  })
  if (opened.kind === 'limited') return opened.disk
  throw new Error(opened.reason)
}

/** The kernel does its books at a commit, twice a minute by itself. */
const sync = () => run('btrfs', ['filesystem', 'sync', join(dir, 'mounted')])

async function fill(file: string): Promise<void> {
  const chunk = Buffer.alloc(MIB, 'x')
  for (let i = 0; i < 256; i++) await writeFile(file, chunk, { flag: 'a', flush: true })
}

test('who fills its folder is told so, and nobody else feels it', async () => {
  const [full, other] = await Promise.all([disk.claim('con_full', USUAL), disk.claim('con_other', USUAL)])
  await expect(fill(join(full, 'big'))).rejects.toMatchObject({ errno: -EDQUOT })
  await writeFile(join(other, 'small'), 'still room')
  const usage = await disk.usage()
  expect(usage.get('con_full')).toBeGreaterThan(USUAL - 2 * MIB)
  expect(usage.get('con_full')).toBeLessThanOrEqual(USUAL)
  expect(usage.get('con_other')).toBeLessThan(MIB)
})

test('a full folder can be emptied, and mounted for another start', async () => {
  const full = await disk.claim('con_full', USUAL)
  for (const name of ['upper', 'work', 'lower', 'root']) await mkdir(join(full, name), { recursive: true })
  const mount = `lowerdir=${full}/lower,upperdir=${full}/upper,workdir=${full}/work`
  await run('mount', ['-t', 'overlay', 'overlay', '-o', mount, join(full, 'root')])
  await mkdir(join(full, 'root', 'made'))
  await run('umount', [join(full, 'root')])
  await rm(join(full, 'big'))
  await writeFile(join(full, 'again'), Buffer.alloc(8 * MIB), { flush: true })
})

test('a limit of its own holds, and one that grew is taken at the next start', async () => {
  const small = await disk.claim('con_small', 4 * MIB)
  await expect(fill(join(small, 'big'))).rejects.toMatchObject({ errno: -EDQUOT })
  expect((await stat(join(small, 'big'))).size).toBeLessThanOrEqual(4 * MIB)
  await disk.claim('con_small', 64 * MIB)
  await writeFile(join(small, 'more'), Buffer.alloc(32 * MIB), { flush: true })
})

test('what was claimed is there after the agent came back, and what is removed gives its room back', async () => {
  await writeFile(join(await disk.claim('con_kept', USUAL), 'note'), 'mine')
  await disk.close()
  disk = await open()
  expect(await disk.list()).toContain('con_kept')
  expect(await readFile(join(await disk.claim('con_kept', USUAL), 'note'), 'utf8')).toBe('mine')
  await sync()
  const { freeBytes } = await disk.space()
  for (const key of ['con_full', 'con_small', 'con_small']) await disk.remove(key)
  expect(await disk.list()).not.toContain('con_small')
  await disk.close()
  const givenBack = async () => {
    await sync()
    return (await disk.space()).freeBytes > freeBytes + 32 * MIB
  }
  await eventually(givenBack, { what: 'room given back' })
})

test('what a crash left half made or half removed goes away', async () => {
  await disk.close()
  await run('btrfs', ['subvolume', 'create', join(dir, 'mounted/making/half')])
  await run('btrfs', ['subvolume', 'create', join(dir, 'mounted/dying/half')])
  disk = await open()
  await disk.close()
  expect(await readdir(join(dir, 'mounted/making'))).toEqual([])
  expect(await readdir(join(dir, 'mounted/dying'))).toEqual([])
})

test('a disk that was unmounted while its device stayed is mounted from the same device', async () => {
  await disk.close()
  const held = join(dir, 'held')
  await mkdir(held)
  await run('mount', ['--bind', join(dir, 'mounted'), held])
  await run('umount', [join(dir, 'mounted')])
  disk = await open()
  const devices = await run('losetup', [
    '--noheadings',
    '--output',
    'NAME',
    '--associated',
    join(dir, 'agent/disk.img'),
  ])
  await run('umount', [held])
  expect(devices.stdout.trim().split('\n')).toHaveLength(1)
  expect(await readFile(join(await disk.claim('con_kept', USUAL), 'note'), 'utf8')).toBe('mine')
})

test('a disk that was in use and cannot be opened is an error, and not forgotten over another', async () => {
  const file = join(dir, 'broken.img')
  await writeFile(file, 'no file system')
  const opening = openDisk({
    file,
    mountPoint: join(dir, 'broken'),
    usualBytes: USUAL,
    log: createLog({ name: 'disk', level: 'silent' }),
  })
  await expect(opening).rejects.toMatchObject({ code: 'disk.failed' })
  expect(await readFile(file, 'utf8')).toBe('no file system')
})

test('a name that leads out of the disk is refused', async () => {
  expect(() => disk.path('../con_a')).toThrow('cannot name')
})
