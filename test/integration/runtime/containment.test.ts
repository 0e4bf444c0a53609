import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { INIT, openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const run = promisify(execFile)
const { EPERM, ENOSYS, EROFS, EACCES, ENOENT } = constants.errno

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  const source = new URL('support/prober.c', import.meta.url).pathname
  await run('cc', ['-static', '-O1', '-o', join(box.layer, 'bin/prober'), source])
  await run('mknod', [join(box.layer, 'mem'), 'c', '1', '1'])
})
afterAll(() => box.close())

test('the kernel is out of reach, also through 32-bit and x32 calls', async () => {
  const { output } = await box.script('prober')
  const errors = Object.fromEntries(output.split('\n').map((line) => line.split(' '))) as Record<
    string,
    string
  >
  const refused = Object.entries(errors).filter(([, errno]) => Number(errno) !== 0)
  expect(Object.entries(errors).filter(([, errno]) => Number(errno) === 0)).toEqual([['inet', '0']])
  for (const [name, errno] of refused) {
    expect([name, [EPERM, ENOSYS, EROFS, EACCES, ENOENT].includes(Number(errno))]).toEqual([name, true])
  }
  expect(errors['clone3']).toBe(String(ENOSYS))
})

test('devices that an image brings along cannot be opened', async () => {
  const { output } = await box.script('head -c 1 /mem; head -c 4 /dev/zero | od -c | head -1')
  expect(output).toContain('/mem: Permission denied')
  expect(output).toContain('\\0  \\0  \\0  \\0')
})

test('a program inherits three descriptors, and nothing to inherit', async () => {
  const { output } = await box.script(
    'ls -l /proc/self/fd | grep -v " /proc" | wc -l; grep -E "CapInh|CapAmb" /proc/self/status',
  )
  expect(output).toContain('CapInh:\t0000000000000000\nCapAmb:\t0000000000000000')
  const { output: files } = await box.script('for f in /proc/self/fd/*; do readlink $f; done')
  expect(files.split('\n').filter((path) => path.startsWith('/') && !path.startsWith('/dev/null'))).toEqual(
    [],
  )
})

test('no working directory leads out through a descriptor', async () => {
  for (let fd = 3; fd <= 20; fd++) {
    const request = await box.request(['pwd'], { process: { cwd: `/proc/self/fd/${fd}` } })
    await expect(box.runtime.start(request)).rejects.toThrow('working directory')
  }
})

test('a working directory that a running container turned into a link to a descriptor is refused', async () => {
  const { id } = await box.start([
    'sh',
    '-c',
    'mkdir /w; cd /w; for i in $(seq 3 20); do busybox ln -s /proc/self/fd/$i $i; done; sleep 1000',
  ])
  await delay(300)
  for (let fd = 3; fd <= 20; fd++) {
    const exec = box.runtime.exec({ containerId: id, argv: ['pwd'], env: {}, cwd: `/w/${fd}`, tty: false })
    await expect(exec).rejects.toThrow('working directory')
  }
  await box.runtime.remove(id)
})

test('the program of the supervisor cannot be reached or changed', async () => {
  const before = await hash(INIT)
  const { output } = await box.script('readlink /proc/1/exe; echo x > /proc/1/exe; echo rc $?', {
    init: false,
  })
  expect(output).toContain('/bin/busybox')
  const { id } = await box.start([
    'sh',
    '-c',
    'while :; do for p in /proc/[0-9]*; do case $(readlink $p/exe) in *berth*|*memfd*) echo FOUND; echo x > $p/exe && echo WROTE; ls -l $p/fd;; esac; done; done',
  ])
  for (let i = 0; i < 30; i++)
    await box.runtime.exec({ containerId: id, argv: ['true'], env: {}, tty: false })
  const seen = await box.output(id)
  await box.runtime.remove(id)
  expect(seen).not.toContain('WROTE')
  expect(seen).not.toContain('FOUND')
  expect(await hash(INIT)).toBe(before)
})

test('control groups, masked and read-only paths cannot be written', async () => {
  const paths = [
    '/sys/fs/cgroup/x',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes',
    '/sys/fs/cgroup/memory/release_agent',
    '/proc/sys/kernel/hostname',
    '/proc/sysrq-trigger',
    '/sys/kernel/uevent_helper',
  ]
  const { output } = await box.script(
    paths.map((path) => `(echo 1 > ${path}) 2>/dev/null && echo wrote ${path}`).join('\n'),
  )
  expect(output).toBe('')
  const { output: masked } = await box.script(
    'cat /proc/keys /proc/timer_list | wc -c; ls /sys/firmware | wc -l',
  )
  expect(masked).toBe('0\n0')
})

test('a volume that is read-only stays so, and one that is not belongs to the container', async () => {
  const source = join(box.base, 'volume')
  await mkdir(source)
  const volumes = [
    { source, destination: '/data/deep/rw', readonly: false },
    { source, destination: '/ro', readonly: true },
  ]
  const { output } = await box.script(
    'echo hi > /data/deep/rw/a; cat /ro/a; echo no > /ro/a; stat -c %u /ro/a',
    { volumes },
  )
  expect(output).toContain('hi')
  expect(output).toContain('Read-only file system')
  expect(output.split('\n')).toContain('0')
  expect((await run('stat', ['-c', '%u', join(source, 'a')])).stdout).toBe('0\n')
})

test('links of an image lead nowhere on the host', async () => {
  const outside = join(box.base, 'outside')
  await mkdir(outside)
  const layer = join(box.base, 'hostile')
  await run('cp', ['-a', `${box.layer}/.`, layer])
  await rm(join(layer, 'data'), { recursive: true })
  await symlink(outside, join(layer, 'data'))
  await symlink('../../../../../../../..', join(layer, 'up'))
  await rm(join(layer, 'etc'), { recursive: true })
  await symlink(outside, join(layer, 'etc'))
  const source = join(box.base, 'linked-volume')
  await mkdir(source)
  const request = await box.request(['sh', '-c', 'ls /data/deep && cat /etc/hosts'], {
    volumes: [
      { source, destination: '/data/deep', readonly: false },
      { source, destination: `/up${outside}/climb`, readonly: false },
    ],
    files: [{ content: '127.0.0.1 localhost\n', destination: '/etc/hosts' }],
    process: { cwd: '/data/cwd' },
  })
  await box.runtime.start({ ...request, rootfs: { ...request.rootfs, lower: [layer] } })
  const record = await box.ended(request.id)
  expect(record.end).toEqual({ kind: 'exit', code: 0 })
  expect(await readdir(outside)).toEqual([])

  const linkedDev = join(box.base, 'linked-dev')
  await run('cp', ['-a', `${box.layer}/.`, linkedDev])
  await symlink(outside, join(linkedDev, 'dev'))
  const fresh = await box.request(['true'])
  await expect(
    box.runtime.start({ ...fresh, rootfs: { ...fresh.rootfs, lower: [linkedDev] } }),
  ).rejects.toThrow('/dev of the image must be a directory')
  expect(await readdir(outside)).toEqual([])
})

test('an image cannot stand in for the devices that masks are made of', async () => {
  const layer = join(box.base, 'masked')
  await run('cp', ['-a', `${box.layer}/.`, layer])
  await mkdir(join(layer, 'dev'))
  await symlink('/proc/sysrq-trigger', join(layer, 'dev/null'))
  const request = await box.request(['sh', '-c', 'stat -c "%t:%T" /proc/keys /dev/null'])
  await box.runtime.start({ ...request, rootfs: { ...request.rootfs, lower: [layer] } })
  await box.ended(request.id)
  expect(await box.output(request.id)).toBe('1:3\n1:3')
})

test('a running container cannot lead the user lookup astray', async () => {
  const { id } = await box.start([
    'sh',
    '-c',
    'busybox rm /etc/passwd; busybox mkfifo /etc/passwd; sleep 1000',
  ])
  await delay(200)
  const exec = box.runtime.exec({ containerId: id, argv: ['true'], env: {}, user: 'app', tty: false })
  await expect(exec).rejects.toThrow('user "app"')
  await box.runtime.remove(id)
})

async function hash(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}
