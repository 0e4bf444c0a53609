import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseUserNames, readUserNames } from './user-names.ts'

const PASSWD = 'root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\nalias:x:0:0::/:\n'

// F_SETLEASE with F_WRLCK; its SIGIO would end it
const HOLD_LEASE = `$SIG{IO} = 'IGNORE'; open(F, '+<', $ARGV[0]) or die; fcntl(F, 1024, 1) or die "$!"; syswrite(STDOUT, 'held'); sleep 60`

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'names-'))
  await mkdir(join(dir, 'root/etc'), { recursive: true })
})
afterEach(() => rm(dir, { recursive: true }))

const found = async () => [...(await readUserNames(join(dir, 'root')))]

test('users are named as the container names them', async () => {
  expect(await found()).toEqual([])
  await writeFile(join(dir, 'root/etc/passwd'), PASSWD)
  expect(await found()).toEqual([
    [0, 'root'],
    [1000, 'ada'],
  ])
})

test('no link leads out of the container', async () => {
  await writeFile(join(dir, 'passwd'), PASSWD)
  await symlink(join(dir, 'passwd'), join(dir, 'root/etc/passwd'))
  expect(await found()).toEqual([])
  await rename(join(dir, 'root/etc'), join(dir, 'other'))
  await rm(join(dir, 'other/passwd'))
  await writeFile(join(dir, 'other/passwd'), PASSWD)
  await symlink(join(dir, 'other'), join(dir, 'root/etc'))
  expect(await found()).toEqual([])
})

test('what is no file is not opened, and what is endless not read to its end', async () => {
  await promisify(execFile)('mkfifo', [join(dir, 'root/etc/passwd')])
  expect(await found()).toEqual([])
  await rm(join(dir, 'root/etc/passwd'))
  await writeFile(join(dir, 'root/etc/passwd'), `${PASSWD}${'x'.repeat(1_000_000)}\nlate:x:7:7::/:\n`)
  expect(await found()).toHaveLength(2)
})

test('a lease of the container on the file is not waited for', async () => {
  const path = join(dir, 'root/etc/passwd')
  await writeFile(path, PASSWD)
  const holder = spawn('perl', ['-e', HOLD_LEASE, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(holder.stdout, 'data')
    expect(await found()).toEqual([])
  } finally {
    holder.kill('SIGKILL')
    await once(holder, 'close')
  }
  expect(await found()).toHaveLength(2)
})

test('a name that would say something else to a terminal is none', () => {
  expect([...parseUserNames('\u001b[2Jbad:x:1:1::/:\na b:x:2:2::/:\ngood:x:x:3::/:\n')]).toEqual([])
})
