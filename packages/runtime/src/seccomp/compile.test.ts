import type { Seccomp } from '@berth/oci'
import { expect, test } from 'vitest'
import { runFilter } from '../../../../test/support/run-filter.ts'
import { ARCHITECTURES, type Architecture } from './architecture.ts'
import { compileSeccomp } from './compile.ts'

const ALLOW = 0x7fff0000
const EPERM = 0x00050001
const ENOSYS = 0x00050026
const KILL = 0x80000000

const [X64, I386, X32] = ARCHITECTURES.x64

test('rules without conditions overrule others, the first of them counts, and the default is no rule', () => {
  const program = compile([
    { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [equal(0, 1n)] },
    { names: ['read'], action: 'SCMP_ACT_ALLOW', args: [equal(0, 1n)] },
    { names: ['read'], action: 'SCMP_ACT_ERRNO', errnoRet: 1 },
    { names: ['socket'], action: 'SCMP_ACT_ERRNO', errnoRet: 5 },
    { names: ['socket'], action: 'SCMP_ACT_KILL_PROCESS' },
  ])
  expect(call(program, X64, 'socket', 1n)).toBe(0x00050005)
  expect(call(program, X64, 'read', 1n)).toBe(ALLOW)
  expect(call(program, X64, 'read', 2n)).toBe(EPERM)
})

test('arguments are compared in both halves, and conditions on one argument are alternatives', () => {
  const program = compile([
    { names: ['lseek'], action: 'SCMP_ACT_ALLOW', args: [equal(1, 0x5_0000_0001n)] },
    { names: ['ioctl'], action: 'SCMP_ACT_ALLOW', args: [equal(0, 3n), equal(0, 4n)] },
  ])
  const seek = (value: bigint) => call(program, X64, 'lseek', 0n, value)
  expect([0x5_0000_0001n, 1n, 0x6_0000_0001n].map(seek)).toEqual([ALLOW, EPERM, EPERM])
  expect([3n, 4n, 5n].map((value) => call(program, X64, 'ioctl', value))).toEqual([ALLOW, ALLOW, EPERM])
})

test('what a rule says of a socket call holds for socketcall, at its strictest', () => {
  const allowing = compile([
    { names: ['connect'], action: 'SCMP_ACT_ALLOW' },
    { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [equal(0, 1n)] },
  ])
  expect(call(allowing, I386, 'socketcall', 3n)).toBe(ALLOW)
  expect(call(allowing, I386, 'socketcall', 1n)).toBe(EPERM)
  const refusing = compile(
    [{ names: ['socket'], action: 'SCMP_ACT_ERRNO', errnoRet: 1, args: [equal(0, 40n)] }],
    'SCMP_ACT_ALLOW',
  )
  expect(call(refusing, I386, 'socketcall', 1n)).toBe(EPERM)
  expect(call(refusing, I386, 'socketcall', 2n)).toBe(ALLOW)
})

test('x32 is filtered when it is asked for, and does not exist otherwise; other machines are killed', () => {
  const rules: Seccomp['syscalls'] = [{ names: ['getpid'], action: 'SCMP_ACT_ALLOW' }]
  expect(call(compile(rules), X32, 'getpid')).toBe(ENOSYS)
  const asked = compile(rules, 'SCMP_ACT_ERRNO', ['SCMP_ARCH_X32'])
  expect(call(asked, X32, 'getpid')).toBe(ALLOW)
  expect(call(asked, X64, 'getpid')).toBe(ALLOW)
  expect(runFilter(asked, { audit: 0x40000003, number: 20 })).toBe(KILL)
})

test('calls newer than the table do not exist, unless the default lets calls pass', () => {
  const unknown = { audit: 0xc000003e, number: 700 }
  expect(runFilter(compile([]), unknown)).toBe(ENOSYS)
  expect(runFilter(compile([], 'SCMP_ACT_ALLOW'), unknown)).toBe(ALLOW)
})

test('a profile that the kernel would not take is refused', () => {
  const rules = Array.from({ length: 2000 }, (_, i) => ({
    names: ['ioctl'],
    action: 'SCMP_ACT_ALLOW' as const,
    args: [equal(1, BigInt(i))],
  }))
  expect(() => compile(rules)).toThrow('more rules than the kernel takes')
})

function compile(
  syscalls: Seccomp['syscalls'],
  defaultAction: Seccomp['defaultAction'] = 'SCMP_ACT_ERRNO',
  architectures: Seccomp['architectures'] = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
): Uint8Array {
  return compileSeccomp({ defaultAction, architectures, syscalls }, ARCHITECTURES.x64)
}

function equal(index: number, value: bigint) {
  return { index, value, op: 'SCMP_CMP_EQ' as const }
}

function call(program: Uint8Array, table: Architecture | undefined, name: string, ...args: bigint[]): number {
  const number = table?.numbers.get(name)
  if (!table || number === undefined) throw new Error(`no number for ${name}`)
  return runFilter(program, { audit: table.audit, number, args })
}
