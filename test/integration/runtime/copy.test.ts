import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { attachClient, type ExecSession, type FileJob, type SessionExit } from '@berth/runtime'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
let id: string
let upper: string
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())
afterEach(() => box.runtime.remove(id))

const TREE = `
  mkdir -p /srv/site/deep && cd /srv/site
  echo hello > page; chmod 640 page; chown 33:44 page; touch -d @1700000000 page
  ln page second; ln -s /etc/shadow link; mkfifo pipe; touch "$(printf 'n%.0s' $(seq 120))"
  echo deep > deep/名字; chmod 2750 deep; touch -d @1600000000 deep .
  touch /srv/ready; exec sleep 1000`

beforeEach(async () => {
  const request = await box.request(['sh', '-c', TREE])
  id = (await box.runtime.start(request)).id
  upper = request.rootfs.upper
  await until(() => existsSync(join(upper, 'srv/ready')))
})

test('a folder comes out as tar knows it: names, modes, owners of the container, times, links', async () => {
  const { archive, result } = await pack('/srv/site')
  expect(result.exit).toEqual({ code: 0, signal: null })
  const listed = tar(archive, ['-tv', '--full-time', '--utc', '--numeric-owner', '--quoting-style=literal'])
  expect(listed).toMatch(/-rw-r----- 33\/44 +6 2023-11-14 22:13:20 +site\/(page|second)\n/)
  expect(listed).toMatch(/site\/(page link to site\/second|second link to site\/page)/)
  expect(listed).toContain('site/link -> /etc/shadow')
  expect(listed).toContain(`site/${'n'.repeat(120)}`)
  expect(listed).toMatch(/drwxr-s--- 0\/0 +0 2020-09-13 12:26:40 +site\/deep\/\n/)
  expect(listed).toContain('site/deep/名字')
  expect(listed).toContain('prw')
})

test('with a slash at its end only the content comes', async () => {
  const { archive } = await pack('/srv/site/deep/.')
  expect(tar(archive, ['-t', '--quoting-style=literal']).split('\n').filter(Boolean).sort()).toEqual([
    './',
    '名字',
  ])
})

test('what is not there is refused before anything is sent', async () => {
  await expect(start({ kind: 'pack', path: '/nowhere', oneMount: false })).rejects.toMatchObject({
    code: 'runtime.exec_failed',
    message: '/nowhere: no such file or folder',
    details: {},
  })
  await expect(start({ kind: 'unpack', path: '/nowhere/at/all', name: 'x' })).rejects.toMatchObject({
    message: '/nowhere/at/all: no such file or folder',
  })
})

test('what was packed unpacks to the same, under another name', async () => {
  const { archive } = await pack('/srv/site')
  const { exit, stderr } = await unpack({ kind: 'unpack', path: '/srv/copy', name: 'site' }, archive)
  expect({ exit, stderr }).toEqual({ exit: { code: 0, signal: null }, stderr: '' })
  const copy = join(upper, 'srv/copy')
  expect(statSync(join(copy, 'page'))).toMatchObject({
    uid: 33,
    gid: 44,
    mode: 0o100640,
    mtimeMs: 1_700_000_000_000,
  })
  expect(statSync(join(copy, 'second')).ino).toBe(statSync(join(copy, 'page')).ino)
  expect(statSync(join(copy, 'deep'))).toMatchObject({ mode: 0o42750, mtimeMs: 1_600_000_000_000 })
  expect(readFileSync(join(copy, 'deep/名字'), 'utf8')).toBe('deep\n')
  expect(lstatSync(join(copy, 'pipe')).isFIFO()).toBe(true)
  expect(lstatSync(join(copy, 'link')).isSymbolicLink()).toBe(true)
})

test('extended attributes, capabilities and parts of a second go out and come in again', async () => {
  const set = `import os, sys
os.setxattr(sys.argv[1], 'user.note', b'two\\nlines')
os.setxattr(sys.argv[1], 'security.capability', bytes.fromhex('0100000200040000000000000000000000000000'))
os.setxattr(sys.argv[1], 'trusted.note', b'not for containers')
os.utime(sys.argv[1], ns=(0, -1500000001))`
  execFileSync('python3', ['-c', set, join(upper, 'srv/site/page')])
  const { archive } = await pack('/srv/site/page')
  expect(archive.toString('latin1')).toMatch(/ SCHILY\.xattr\.security\.capability=/)
  expect(archive.toString('latin1')).toContain(' mtime=-1.500000001\n')
  const { stderr } = await unpack({ kind: 'unpack', path: '/srv/again', name: 'page' }, archive)
  expect(stderr).toBe('')
  const get = `import os, sys
print(sorted(os.listxattr(sys.argv[1])), os.getxattr(sys.argv[1], 'user.note'), os.stat(sys.argv[1]).st_mtime_ns)
print(os.getxattr(sys.argv[1], 'security.capability')[4:12].hex())`
  expect(execFileSync('python3', ['-c', get, join(upper, 'srv/again')], { encoding: 'utf8' })).toBe(
    "['security.capability', 'user.note'] b'two\\nlines' -1500000001\n0004000000000000\n",
  )
})

test('a file of the kernel comes out with what it holds', async () => {
  const { archive, result } = await pack('/proc/sys/kernel/ostype')
  expect({ code: result.exit?.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
  expect(tar(archive, ['-xO'])).toBe('Linux\n')
})

test('into a folder that is there it goes below it, and over what it finds', async () => {
  const archive = archiveOf({ a: 'one\n' })
  for (const text of ['one\n', 'two\n']) {
    await unpack({ kind: 'unpack', path: '/srv', name: 'a' }, archiveOf({ a: text }))
    expect(readFileSync(join(upper, 'srv/a'), 'utf8')).toBe(text)
  }
  const onFolder = await unpack({ kind: 'unpack', path: '/srv', name: 'site' }, archive)
  expect(onFolder).toMatchObject({ exit: { code: 1 }, stderr: 'site: a folder is there\n' })
})

test('an archive that breaks off leaves nothing half under its name, and nothing beside it', async () => {
  const archive = archiveOf({ big: 'x'.repeat(100_000) }).subarray(0, 60_000)
  const { exit, stderr } = await unpack({ kind: 'unpack', path: '/srv/site', name: 'big' }, archive)
  expect(exit?.code).toBe(1)
  expect(stderr).toBe('big: the archive ends before its end\n')
  expect(names('/srv/site').filter((name) => /big|^\.berth/.test(name))).toEqual([])
})

test('a copy that is killed leaves nothing half either', async () => {
  const session = await start({ kind: 'unpack', path: '/srv/site', name: 'big' })
  const { client } = await collect(session)
  client.write(archiveOf({ big: 'x'.repeat(100_000) }).subarray(0, 30_000))
  await until(() => names('/srv/site').some((name) => name.startsWith('.berth')))
  await box.runtime.killExec(id, session.id)
  expect(names('/srv/site').filter((name) => /big|^\.berth/.test(name))).toEqual([])
})

test.each(['../up', '/srv/../../up', 'a/../../up'])('a name that climbs is refused: %s', async (name) => {
  const archive = archiveOf({ a: 'x' }, ['--transform', `s,.*,${name},`, '-P'])
  const { exit, stderr } = await unpack({ kind: 'unpack', path: '/srv/site' }, archive)
  expect(exit?.code).toBe(1)
  expect(stderr).toContain('climbs out of its folder')
})

test('a link in the archive or in the container leads no further than the folder', async () => {
  const folder = join(box.base, 'evil')
  mkdirSync(folder)
  const make = 'ln -s /etc out; tar -cf - out; rm out; mkdir out; echo x > out/passwd; tar -cf - out/passwd'
  const parts = execFileSync('sh', ['-c', make], { cwd: folder })
  rmSync(folder, { recursive: true })
  const archive = joined(parts)
  const { exit, stderr } = await unpack({ kind: 'unpack', path: '/srv/site' }, archive)
  expect(exit?.code).toBe(1)
  expect(stderr).toContain('a link in it leads elsewhere')
  expect(existsSync(join(upper, 'etc/passwd'))).toBe(false)
})

test('a folder that an archive names over and over is one folder', async () => {
  const folder = join(box.base, 'archive')
  mkdirSync(join(folder, 'again'), { recursive: true })
  const once = execFileSync('tar', ['-c', '-b1', 'again'], { cwd: folder }).subarray(0, 512)
  rmSync(folder, { recursive: true })
  const archive = Buffer.concat([...Array.from({ length: 2000 }, () => once), Buffer.alloc(1024)])
  const { exit, stderr } = await unpack({ kind: 'unpack', path: '/srv' }, archive)
  expect({ code: exit?.code, signal: exit?.signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' })
})

test('what is no archive is refused, and so is one that is cut or twisted anywhere', async () => {
  expect((await unpack({ kind: 'unpack', path: '/srv' }, Buffer.alloc(600, 'x'))).stderr).toBe(
    'archive: not a tar archive\n',
  )
  const archive = archiveOf({ ['n'.repeat(150)]: 'long\n' }, ['--pax-option=delete=?time'])
  for (const [at, byte] of [
    [0, 0xff],
    [156, 0x39],
    [512, 0x2d],
    [513, 0x39],
    [520, 0],
  ] as const) {
    const twisted = Buffer.from(archive)
    twisted[at] = byte
    const { exit } = await unpack({ kind: 'unpack', path: '/srv' }, twisted)
    expect(exit?.signal).toBe(null)
    expect(exit?.code).toBe(1)
  }
})

test('a link that is swapped in a loop never shows a file of the host (CVE-2018-15664)', async () => {
  const secret = join('/', 'berth-copy-secret')
  writeFileSync(secret, 'secret of the host\n')
  try {
    await inside('mkdir -p /srv/race/real; echo mine > /srv/race/real/berth-copy-secret')
    const swapping = await command(
      'cd /srv/race; while :; do ln -sfn / x; rm x; mv real x 2>/dev/null; mv x real 2>/dev/null; done',
    )
    for (let round = 0; round < 30; round++) {
      const found = await pack('/srv/race/x/berth-copy-secret').catch(() => undefined)
      if (found) expect(found.archive.includes('secret of the host')).toBe(false)
    }
    await box.runtime.killExec(id, swapping.id)
  } finally {
    rmSync(secret)
  }
})

test('no program or library of the image is touched, whatever it is (CVE-2019-14271)', async () => {
  await inside(
    'mv /bin /hidden; mkdir -p /lib /lib64; for l in libnss_files.so.2 libc.so.6; do ln -s /etc/passwd /lib/$l; done',
  )
  const { archive, result } = await pack('/etc/passwd')
  expect(result.exit?.code).toBe(0)
  expect(tar(archive, ['-t'])).toBe('passwd\n')
})

test('pipes do not block, and sockets, devices and what the kernel makes up are left out with a word', async () => {
  const pipe = await pack('/srv/site/pipe')
  expect(tar(pipe.archive, ['-tv'])).toMatch(/^prw/)
  const device = await pack('/dev/null')
  expect(device.result.stderr).toBe('null: a device, left out\n')
  const root = await pack('/')
  expect(root.result.stderr).toContain('proc: made up by the kernel, left out\n')
  expect(tar(root.archive, ['-t'])).not.toContain('proc/1')
})

test('links of the kernel lead nowhere: neither to the job nor to its descriptors', async () => {
  for (const path of ['/proc/self/root/etc/passwd', '/proc/self/cwd/', '/proc/self/fd/0/']) {
    await expect(start({ kind: 'pack', path, oneMount: false })).rejects.toMatchObject({
      message: expect.stringContaining('link of the kernel'),
    })
  }
  const { archive } = await pack('/proc/self/exe')
  expect(tar(archive, ['-tv'])).toMatch(/^l/)
})

test('the job has the rights of the container, and none inside may look into it', async () => {
  const session = await start({ kind: 'unpack', path: '/srv' })
  const script =
    'for p in /proc/[0-9]*; do grep -q berth $p/comm && echo "$(grep -E "CapEff|Seccomp:|NoNewPrivs" $p/status | tr -d "\\n")" && ls $p/fd; done'
  const { stdout, stderr } = await (await collect(await command(script))).result
  expect(stdout).toContain('CapEff:\t00000000a80425fb')
  expect(stdout).toMatch(/NoNewPrivs:\t1.*Seccomp:\t2/)
  expect(stderr).toMatch(/Permission denied/)
  await box.runtime.killExec(id, session.id)
})

test('the root file system alone is exported, without mounts', async () => {
  const { archive, result } = await pack('/', true)
  expect(result).toMatchObject({ exit: { code: 0 } })
  const listed = tar(archive, ['-t', '--quoting-style=literal'])
  expect(listed).toContain('bin/busybox')
  expect(listed).toContain('srv/site/page')
  expect(listed).toMatch(/^proc\/$/m)
  expect(listed).not.toMatch(/^(proc|sys|dev)\/./m)
})

test('a file larger than every buffer arrives whole', async () => {
  await inside('dd if=/dev/urandom of=/srv/big bs=1M count=20 2>/dev/null')
  const { archive } = await pack('/srv/big')
  await unpack({ kind: 'unpack', path: '/srv/again', name: 'big' }, archive)
  expect(readFileSync(join(upper, 'srv/again')).equals(readFileSync(join(upper, 'srv/big')))).toBe(true)
})

function start(files: FileJob): Promise<ExecSession> {
  return box.runtime.exec({ containerId: id, argv: [], env: {}, tty: false, user: '0:0', cwd: '/', files })
}

function command(script: string): Promise<ExecSession> {
  return box.runtime.exec({ containerId: id, argv: ['sh', '-c', script], env: {}, tty: false, user: '0:0' })
}

async function inside(script: string): Promise<void> {
  const { exit, stderr } = await (await collect(await command(script))).result
  expect({ code: exit?.code, stderr }).toEqual({ code: 0, stderr: '' })
}

async function pack(path: string, oneMount = false) {
  const { result, archive } = await collect(await start({ kind: 'pack', path, oneMount }))
  return { result: await result, archive: archive() }
}

async function unpack(job: FileJob, archive: Buffer) {
  const { client, result } = await collect(await start(job))
  for (let at = 0; at < archive.length; at += 30_000) {
    if (!client.write(archive.subarray(at, at + 30_000))) await client.drained()
  }
  client.eof()
  return result
}

async function collect(session: ExecSession) {
  const chunks: Buffer[] = []
  let stderr = ''
  const ended = Promise.withResolvers<SessionExit | undefined>()
  const client = await attachClient(session.socket, {
    onStdout: (data) => chunks.push(Buffer.from(data)),
    onStderr: (data) => {
      stderr += data.toString()
    },
    onEnd: ended.resolve,
  })
  const archive = () => Buffer.concat(chunks)
  return {
    client,
    archive,
    result: ended.promise.then((exit) => ({ exit, stderr, stdout: archive().toString() })),
  }
}

function archiveOf(files: Readonly<Record<string, string>>, options: readonly string[] = []): Buffer {
  const folder = join(box.base, 'archive')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const made = execFileSync('tar', ['-c', '--format=posix', ...options, ...Object.keys(files)], {
    cwd: folder,
  })
  rmSync(folder, { recursive: true })
  return made
}

/** Two archives as one: without the zeros between them. */
function joined(archives: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < archives.length; at += 512) blocks.push(archives.subarray(at, at + 512))
  return Buffer.concat([...blocks.filter((block) => block.some((byte) => byte !== 0)), Buffer.alloc(1024)])
}

function tar(archive: Buffer, options: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('tar', [...options, '-f', '-'], {
    input: archive,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

function names(path: string): string[] {
  return execFileSync('ls', ['-A', join(upper, path)], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
}

async function until(fits: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !fits(); tries++) await delay(20)
  expect(fits()).toBe(true)
}
