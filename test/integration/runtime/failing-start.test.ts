import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContainerRequest } from '@berth/runtime'
import { cgroupsOf, openTestRuntime, supervisorsOf, type TestRuntime } from './support/test-runtime.ts'

const run = promisify(execFile)

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  await writeFile(join(box.layer, 'bin/plain'), 'no program\n', { mode: 0o755 })
  await writeFile(join(box.layer, 'bin/script'), '#!/bin/nothing\n', { mode: 0o755 })
  await writeFile(join(box.layer, 'bin/foreign'), foreignProgram(), { mode: 0o755 })
  await chmod(join(box.layer, 'etc/passwd'), 0o644)
})
afterAll(() => box.close())

const CASES: readonly [string, string, (request: ContainerRequest) => ContainerRequest][] = [
  ['a program that is not there', '/bin/htpd: not in the image', argv('/bin/htpd')],
  ['a command that is not there', 'htpd: not found in the PATH of the image', argv('htpd')],
  ['a file that is not executable', '/etc/passwd: permission denied (not executable)', argv('/etc/passwd')],
  ['a folder', '/etc: permission denied (not executable)', argv('/etc')],
  [
    'a program for another machine',
    '/bin/foreign: exec format error: built for another architecture',
    argv('/bin/foreign'),
  ],
  [
    'a text',
    '/bin/plain: exec format error: neither a program nor a script that begins with #!',
    argv('/bin/plain'),
  ],
  ['a script without its shell', '/bin/script: its interpreter is not in the image', argv('/bin/script')],
  ['an unknown user', 'user "nobody1": not in the image\'s /etc/passwd', process({ user: 'nobody1' })],
  [
    'an unknown group',
    'user "0:crew": its group is not in the image\'s /etc/group',
    process({ user: '0:crew' }),
  ],
  [
    'a file as working directory',
    'working directory /etc/passwd: not a directory',
    process({ cwd: '/etc/passwd' }),
  ],
  [
    'a missing volume',
    '/data could not be mounted from the node (ENOENT)',
    (request) => ({
      ...request,
      volumes: [{ source: '/nonexistent/volume', destination: '/data', readonly: false }],
    }),
  ],
  [
    'a missing network namespace',
    'its namespaces could not be entered (ENOENT)',
    (request) => ({ ...request, netnsPath: '/run/netns/nonexistent' }),
  ],
  [
    'a missing layer',
    'a layer of the root file system could not be mounted (/nonexistent/layer: ENOENT)',
    (request) => ({ ...request, rootfs: { ...request.rootfs, lower: ['/nonexistent/layer'] } }),
  ],
]

test.each(CASES)('%s is said in plain words, and leaves nothing', async (_, message, change) => {
  const request = change(await box.request(['true']))
  const before = await traces()
  await expect(box.runtime.start(request)).rejects.toMatchObject({ code: 'runtime.start_failed', message })
  expect(await traces()).toEqual(before)
})

test('an image whose /proc is a link is refused', async () => {
  const request = await box.request(['true'])
  const layer = join(box.base, 'linked')
  await mkdir(layer)
  await run('cp', ['-a', `${box.layer}/.`, layer])
  await rm(join(layer, 'proc'), { recursive: true })
  await symlink('/tmp', join(layer, 'proc'))
  await expect(
    box.runtime.start({ ...request, rootfs: { ...request.rootfs, lower: [layer] } }),
  ).rejects.toThrow('/proc of the image must be a directory, not a link or a file')
})

/** What a container could leave behind. */
async function traces() {
  const instance = box.options.instance
  const mounts = await readFile('/proc/mounts', 'utf8')
  return {
    folders: await readdir(box.options.dir),
    sockets: await readdir(join(box.options.runDir, 'c')),
    cgroups: await cgroupsOf(instance),
    supervisors: await supervisorsOf(instance),
    mounts: mounts.split('\n').filter((line) => line.includes(box.base)),
  }
}

function argv(program: string) {
  return process({ argv: [program] })
}

function process(changes: Partial<ContainerRequest['process']>) {
  return (request: ContainerRequest): ContainerRequest => ({
    ...request,
    process: { ...request.process, ...changes },
  })
}

/** An ELF header of a machine that nobody has (EM_VAX). */
function foreignProgram(): Buffer {
  const header = Buffer.alloc(64)
  header.write('\x7fELF\x02\x01\x01', 'latin1')
  header.writeUInt16LE(2, 16)
  header.writeUInt16LE(75, 18)
  return header
}
