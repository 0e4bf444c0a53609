import { expect, test } from 'vitest'
import { ARCHITECTURES } from './architecture.ts'
import { compileSeccomp } from './compile.ts'
import { DEFAULT_SECCOMP } from './default-profile.ts'

const ALLOW = 0x7fff0000
const EPERM = 0x00050001
const ENOSYS = 0x00050026
const KILL = 0x80000000
const X64 = 0xc000003e
const I386 = 0x40000003

const program = compileSeccomp(DEFAULT_SECCOMP, ARCHITECTURES.x64)
const [x64, i386] = ARCHITECTURES.x64

test('ordinary calls are allowed', () => {
  for (const name of ['read', 'execve', 'openat', 'futex', 'ptrace', 'chroot', 'exit_group']) {
    expect([name, run(X64, number(x64, name))]).toEqual([name, ALLOW])
  }
})

test('calls that reach the kernel deeper are refused', () => {
  const names = [
    'bpf',
    'unshare',
    'setns',
    'mount',
    'keyctl',
    'io_uring_setup',
    'userfaultfd',
    'open_tree',
    'reboot',
  ]
  for (const name of names) expect([name, run(X64, number(x64, name))]).toEqual([name, EPERM])
})

test('clone may not make namespaces, and clone3 says that it does not exist', () => {
  expect(run(X64, number(x64, 'clone'), 0x11n)).toBe(ALLOW)
  expect(run(X64, number(x64, 'clone'), 0x10000011n)).toBe(EPERM)
  expect(run(X64, number(x64, 'clone3'))).toBe(ENOSYS)
})

test('sockets are of the usual families only', () => {
  for (const family of [1n, 2n, 10n, 16n, 17n]) expect(run(X64, number(x64, 'socket'), family)).toBe(ALLOW)
  for (const family of [33n, 38n, 40n]) expect(run(X64, number(x64, 'socket'), family)).toBe(EPERM)
})

test('the upper half of an int argument hides nothing', () => {
  expect(run(X64, number(x64, 'socket'), (1n << 32n) | 40n)).toBe(EPERM)
})

test('x32 calls are refused, 32-bit calls are filtered with their own numbers, other machines are killed', () => {
  expect(run(X64, number(x64, 'getpid') | 0x40000000)).toBe(ENOSYS)
  expect(run(I386, number(i386, 'getpid'))).toBe(ALLOW)
  expect(run(I386, number(i386, 'bpf'))).toBe(EPERM)
  expect(run(I386, number(i386, 'socketcall'))).toBe(ENOSYS)
  expect(run(0x28, 1)).toBe(KILL)
})

test('calls newer than the table do not exist', () => {
  expect(run(X64, 700)).toBe(ENOSYS)
})

test('the program fits the kernel limit of 4096 instructions on every machine', () => {
  expect(program.length / 8).toBeLessThan(4096)
  expect(compileSeccomp(DEFAULT_SECCOMP, ARCHITECTURES.arm64).length / 8).toBeLessThan(4096)
})

function number(architecture: (typeof ARCHITECTURES)['x64'][number] | undefined, name: string): number {
  const found = architecture?.numbers.get(name)
  if (found === undefined) throw new Error(`no number for ${name}`)
  return found
}

/** Interprets the filter as the kernel does. */
function run(architecture: number, nr: number, firstArgument = 0n): number {
  const data = new DataView(new ArrayBuffer(64))
  data.setUint32(0, nr, true)
  data.setUint32(4, architecture, true)
  data.setBigUint64(16, firstArgument, true)
  const code = new DataView(program.buffer)
  let a = 0
  for (let pc = 0; pc < program.length / 8; pc++) {
    const k = code.getUint32(pc * 8 + 4, true)
    const jt = code.getUint8(pc * 8 + 2)
    const jf = code.getUint8(pc * 8 + 3)
    switch (code.getUint16(pc * 8, true)) {
      case 0x20:
        a = data.getUint32(k, true)
        break
      case 0x54:
        a = (a & k) >>> 0
        break
      case 0x05:
        pc += k
        break
      case 0x15:
        pc += a === k ? jt : jf
        break
      case 0x25:
        pc += a > k ? jt : jf
        break
      case 0x35:
        pc += a >= k ? jt : jf
        break
      case 0x06:
        return k
      default:
        throw new Error('unknown instruction')
    }
  }
  throw new Error('the filter ends without a decision')
}
