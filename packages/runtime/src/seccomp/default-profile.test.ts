import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { runFilter } from '../../../../test/support/run-filter.ts'
import { ARCHITECTURES } from './architecture.ts'
import { compileSeccomp } from './compile.ts'
import { DEFAULT_SECCOMP } from './default-profile.ts'

const ALLOW = 0x7fff0000
const EPERM = 0x00050001
const ENOSYS = 0x00050026

const program = compileSeccomp(DEFAULT_SECCOMP, ARCHITECTURES.x64)
const [x64, i386] = ARCHITECTURES.x64

test('ordinary calls are allowed', () => {
  for (const name of ['read', 'execve', 'openat', 'futex', 'ptrace', 'chroot', 'exit_group', 'uretprobe']) {
    expect([name, verdict(x64, name)]).toEqual([name, ALLOW])
  }
})

test('calls that reach the kernel deeper are refused, also the 32-bit ones', () => {
  const names =
    'bpf unshare setns mount keyctl add_key io_uring_setup userfaultfd open_tree reboot init_module'.split(
      ' ',
    )
  for (const table of [x64, i386]) {
    for (const name of names) expect([name, verdict(table, name)]).toEqual([name, EPERM])
  }
})

test('clone may not make namespaces, and clone3 says that it does not exist', () => {
  expect(verdict(x64, 'clone', 0x11n)).toBe(ALLOW)
  expect(verdict(x64, 'clone', 0x10000011n)).toBe(EPERM)
  expect(verdict(x64, 'clone3')).toBe(ENOSYS)
})

test('sockets are of the usual families only, and an upper half makes no other family of them', () => {
  for (const family of [1n, 2n, 10n, 16n, 17n]) expect(verdict(x64, 'socket', family)).toBe(ALLOW)
  for (const family of [33n, 38n, 40n, (1n << 32n) | 40n]) expect(verdict(x64, 'socket', family)).toBe(EPERM)
  expect(verdict(i386, 'socketcall', 1n)).toBe(ENOSYS)
})

test('no ioctl makes a subvolume, which would have no limit; extents may be cloned', () => {
  const ioctl = (request: bigint) => verdict(x64, 'ioctl', 3n, request)
  const subvolumes = [0x5000940en, 0x50009418n, 0x50009401n, 0x50009417n]
  for (const request of subvolumes) expect(ioctl(request)).toBe(EPERM)
  expect(ioctl(0xffffffff_5000940en)).toBe(EPERM) // the kernel reads 32 bits
  for (const request of [0x5401n, 0x5413n, 0x541bn, 0x8912n, 0x40049409n, 0x4020940dn]) {
    expect(ioctl(request)).toBe(ALLOW)
  }
})

// programs are kept on disk under a key with the number in profile-key.ts: raise it whenever this hash changes
test('the compiler makes the programs that it made', () => {
  const programs = [program, compileSeccomp(DEFAULT_SECCOMP, ARCHITECTURES.arm64)]
  const hash = createHash('sha256')
  for (const one of programs) hash.update(one)
  expect([
    hash.digest('hex').slice(0, 16),
    ...programs.map(({ length }) => length / 8),
  ]).toMatchInlineSnapshot(`
    [
      "3a474fd32b3f6ea3",
      676,
      724,
    ]
  `)
})

function verdict(table: (typeof ARCHITECTURES)['x64'][number] | undefined, name: string, ...args: bigint[]) {
  const number = table?.numbers.get(name)
  if (!table || number === undefined) throw new Error(`no number for ${name}`)
  return runFilter(program, { audit: table.audit, number, args })
}
