import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLog } from '@berth/log'
import { openDisk } from '@berth/volume'
import { expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'

const run = promisify(execFile)
const MIB = 1024 ** 2
const EDQUOT = 122 // Node has no name for it

test('when others fill the disk of the host, containers are told in time, and what they wrote stays whole', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'berth-host-'))
  const host = join(dir, 'host')
  const mountPoint = join(dir, 'mounted')
  await mkdir(host)
  await writeFile(join(dir, 'host.img'), '')
  await truncate(join(dir, 'host.img'), 512 * MIB)
  await run('mkfs.ext4', ['-q', '-m', '0', join(dir, 'host.img')])
  await run('mount', ['-o', 'loop', join(dir, 'host.img'), host])
  try {
    const log = createLog({ name: 'disk', level: 'silent' })
    const file = join(host, 'disk.img')
    const opened = await openDisk({ file, mountPoint, bytes: 400 * MIB, usualBytes: 1024 * MIB, log })
    if (opened.kind !== 'limited') throw new Error(opened.reason)
    const { disk } = opened
    const folder = await disk.claim('con_one', 1024 * MIB)
    await writeFile(join(folder, 'kept'), 'mine', { flush: true })
    expect((await disk.space()).freeBytes).toBeGreaterThan(300 * MIB)
    await writeFile(join(host, 'others'), Buffer.alloc(256 * MIB, 'x'), { flush: true })
    await eventually(async () => (await disk.space()).freeBytes < 250 * MIB, { what: 'what is left' })
    await eventually(() => isLimited(mountPoint), { what: 'a limit for all together' })
    await expect(fill(join(folder, 'big'))).rejects.toMatchObject({ errno: -EDQUOT })
    const { bavail, bsize } = await statfs(host)
    expect(bavail * bsize).toBeGreaterThan(8 * MIB)
    await rm(join(folder, 'big'))
    await writeFile(join(folder, 'again'), 'still writable', { flush: true })
    expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('mine')
    await disk.close()
  } finally {
    await run('umount', [mountPoint])
    // the device lets go of its file a moment after it was unmounted
    await eventually(() => isUnmounted(host), { what: 'the host unmounted' })
    await rm(dir, { recursive: true })
  }
})

async function isUnmounted(folder: string): Promise<boolean> {
  return run('umount', [folder]).then(
    () => true,
    () => false,
  )
}

async function isLimited(mountPoint: string): Promise<boolean> {
  const { stdout } = await run('btrfs', ['qgroup', 'show', '-re', '--raw', mountPoint])
  return /^1\/0\s+\d+\s+\d+\s+\d+/m.test(stdout)
}

async function fill(file: string): Promise<void> {
  const chunk = Buffer.alloc(MIB, 'x')
  for (let i = 0; i < 400; i++) await writeFile(file, chunk, { flag: 'a', flush: true })
}
