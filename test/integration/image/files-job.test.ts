import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  constants,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeOperations, type Operation } from '../../../packages/image/src/files/operation.ts'
import { FIXTURE_FRAMES } from '../../../packages/image/src/files/operation-fixture.ts'
import { INIT } from './support/image-world.ts'

let dir = ''
let root = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-files-'))
  root = join(dir, 'root')
  await mkdir(root)
})
afterEach(() => rm(dir, { recursive: true }))

const ERRNO = { ENOENT: 2, EBADF: 9, EEXIST: 17, EXDEV: 18, EINVAL: 22, ELOOP: 40 } as const

/** Feeds bytes to berth-init, which copies from the folder that it writes to; returns its report and exit code. */
async function feed(bytes: Buffer): Promise<{ code: number | null; report: number[] }> {
  const folder = await open(root, constants.O_DIRECTORY)
  const child = spawn(INIT, ['files'], { stdio: ['pipe', 'pipe', 'inherit', folder.fd, folder.fd] })
  await folder.close()
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(bytes)
  const [report, [code]] = await Promise.all([
    child.stdout ? buffer(child.stdout) : Buffer.alloc(0),
    once(child, 'close'),
  ])
  return { code, report: report.length === 8 ? [report.readUInt32LE(0), report.readUInt32LE(4)] : [] }
}

function perform(...operations: Operation[]) {
  return feed(Buffer.concat(encodeOperations(operations)))
}

test('every operation does what its fixture says', async () => {
  const { code, report } = await feed(Buffer.concat(FIXTURE_FRAMES.map(({ hex }) => Buffer.from(hex, 'hex'))))
  expect({ code, report }).toEqual({ code: 0, report: [FIXTURE_FRAMES.length, 0] })
  expect((await readdir(root)).sort()).toEqual(['copy', 'etc', 'gone', 'sh', 'su'])
  expect(await readFile(join(root, 'copy'), 'utf8')).toBe('hello\0\0\0')
  expect(await readFile(join(root, 'etc/su'), 'utf8')).toBe('hello\0\0\0')
  expect(await readlink(join(root, 'sh'))).toBe('etc/su')
  const [su, gone, link] = await Promise.all(['su', 'gone', 'sh'].map((name) => lstat(join(root, name))))
  expect(su).toMatchObject({ uid: 1000, gid: 100, mode: 0o104755, nlink: 2, mtimeMs: 1_700_000_000_000 })
  expect(gone).toMatchObject({ mode: 0o020000, rdev: 0, mtimeMs: -1000 })
  expect(link).toMatchObject({ uid: 1000, gid: 100 })
})

test('what fails is reported by its index and errno, and nothing after it is done', async () => {
  const { code, report } = await perform(
    { op: 'mkdir', path: 'a' },
    { op: 'mkdir', path: 'a' },
    { op: 'mkdir', path: 'b' },
  )
  expect({ code, report }).toEqual({ code: 1, report: [1, ERRNO.EEXIST] })
  expect(await readdir(root)).toEqual(['a'])
})

test.each<[string, Operation]>([
  ['a folder', { op: 'mkdir', path: '../evil' }],
  ['a file by its absolute path', { op: 'create', path: '/tmp/berth-evil' }],
  ['an open folder', { op: 'open', path: '..' }],
  ['a removal', { op: 'remove', path: '../victim' }],
  ['a hard link to', { op: 'link', path: 'a', existing: '../victim' }],
])('%s outside is refused by the kernel', async (_what, operation) => {
  await writeFile(join(dir, 'victim'), 'unharmed')
  expect(await perform(operation)).toEqual({ code: 1, report: [0, ERRNO.EXDEV] })
  expect((await readdir(dir)).sort()).toEqual(['root', 'victim'])
})

test.each<[string, Operation]>([
  ['a file', { op: 'create', path: 'out/evil' }],
  ['an open folder', { op: 'open', path: 'out' }],
  ['a hard link to', { op: 'link', path: 'a', existing: 'out/victim' }],
])('%s through a link is refused by the kernel', async (_what, operation) => {
  await writeFile(join(dir, 'victim'), 'unharmed')
  await symlink(dir, join(root, 'out'))
  expect(await perform(operation)).toEqual({ code: 1, report: [0, ERRNO.ELOOP] })
})

test('a name that is no name is refused', async () => {
  for (const path of ['.', '..', '', 'a/..'].filter((name) => name !== 'a/..')) {
    expect((await perform({ op: 'mkdir', path })).report).toEqual([0, ERRNO.EINVAL])
  }
})

test('bytes without an open file fail', async () => {
  expect(await perform({ op: 'write', bytes: Buffer.from('x') })).toEqual({
    code: 1,
    report: [0, ERRNO.EBADF],
  })
})

test.each([
  ['an unknown operation', '0100000063'],
  ['a path without its end', '0200000001'.concat('61')],
  ['an empty frame', '00000000'.concat('00')],
  ['a frame that is too long', 'ffffffff01'],
  ['a stream that ends within a frame', '0900000001'.concat('61')],
])('%s is the end of the process', async (_what, hex) => {
  expect(await feed(Buffer.from(hex, 'hex'))).toEqual({ code: 2, report: [] })
})
