import { expect, test } from 'vitest'
import { deviceAccess, described } from './device-access.ts'
import { deviceProgram } from './device-program.ts'
import { deviceWrites } from './device-writes.ts'

const KMSG = { allow: true, type: 'c', major: 1, minor: 11, access: 'r' } as const
const DENY_ALL = { allow: false, access: 'rwm' } as const
const ALLOW_ALL = { allow: true, type: 'a', access: 'rwm' } as const

test('without rules there are the usual devices and nothing else', () => {
  const { open, exceptions } = deviceAccess()
  expect(open).toBe(false)
  expect(exceptions.map(described)).toEqual([
    'c *:* m',
    'b *:* m',
    ...[3, 5, 7, 8, 9].map((minor) => `c 1:${minor} rwm`),
    ...[0, 1, 2].map((minor) => `c 5:${minor} rwm`),
    'c 136:* rwm',
  ])
})

test('later rules win, and permissions for one device come together', () => {
  const write = { ...KMSG, access: 'w' }
  expect(deviceAccess([DENY_ALL, KMSG, write]).exceptions.map(described)).toContain('c 1:11 rw')
  const taken = deviceAccess([KMSG, { ...KMSG, allow: false }])
  expect(taken.exceptions.map(described)).toEqual(deviceAccess().exceptions.map(described))
  expect(deviceAccess([KMSG, DENY_ALL])).toEqual(deviceAccess())
})

test('everything is open only when a rule says so', () => {
  expect(deviceAccess([ALLOW_ALL])).toEqual({ open: true, exceptions: [] })
  expect(deviceAccess([ALLOW_ALL, { ...KMSG, allow: false }]).exceptions.map(described)).toEqual(['c 1:11 r'])
})

test('a denial out of a wider permission is refused, because v1 would not keep it', () => {
  const wide = { allow: true, type: 'c', major: 10, access: 'rw' } as const
  expect(() => deviceAccess([wide, { ...wide, minor: 229, allow: false }])).toThrow('is a part of c 10:* rw')
})

test('v1 is told only what changes, and what is new comes first', () => {
  const wanted = deviceAccess([KMSG])
  const fresh = deviceWrites(wanted, 'a *:* rwm\n')
  expect(fresh[0]).toEqual({ name: 'devices.deny', value: 'a' })
  expect(fresh).toHaveLength(wanted.exceptions.length + 1)
  const listed = `${deviceAccess().exceptions.map(described).join('\n')}\nc 9:9 r\n`
  const change = deviceWrites(wanted, listed).map(({ name, value }) => `${name} ${value}`)
  expect(change.slice(0, 2)).toEqual(['devices.allow c 1:11 r', 'devices.deny c 9:9 r'])
  expect(deviceWrites(deviceAccess([ALLOW_ALL]), listed)).toEqual([{ name: 'devices.allow', value: 'a' }])
})

test.each([
  ['a usual device', [], { type: 'c', major: 1, minor: 3, access: 'rw' }, true],
  ['another one', [], { type: 'c', major: 1, minor: 11, access: 'r' }, false],
  ['one that is allowed', [KMSG], { type: 'c', major: 1, minor: 11, access: 'r' }, true],
  ['more than is allowed', [KMSG], { type: 'c', major: 1, minor: 11, access: 'rw' }, false],
  ['a block device of the same number', [KMSG], { type: 'b', major: 1, minor: 11, access: 'r' }, false],
  ['making any node', [], { type: 'b', major: 8, minor: 0, access: 'm' }, true],
  ['anything of an open group', [ALLOW_ALL], { type: 'b', major: 8, minor: 0, access: 'rw' }, true],
  [
    'its exception',
    [ALLOW_ALL, { ...KMSG, allow: false }],
    { type: 'c', major: 1, minor: 11, access: 'rw' },
    false,
  ],
  [
    'what its exception leaves',
    [ALLOW_ALL, { ...KMSG, allow: false }],
    { type: 'c', major: 1, minor: 11, access: 'w' },
    true,
  ],
] as const)('the program of v2 answers for %s', (_, rules, asked, answer) => {
  expect(runProgram(deviceProgram(deviceAccess(rules)), asked)).toBe(answer ? 1 : 0)
})

/** The few instructions of eBPF that the compiler uses (Documentation/bpf/instruction-set.rst). */
function runProgram(
  program: Uint8Array,
  asked: { type: 'b' | 'c'; major: number; minor: number; access: string },
): number {
  const bits = { m: 1, r: 2, w: 4 }
  const access = Object.entries(bits).reduce(
    (sum, [l, bit]) => (asked.access.includes(l) ? sum | bit : sum),
    0,
  )
  const context = [(access << 16) | (asked.type === 'b' ? 1 : 2), asked.major, asked.minor]
  const registers = Array.from({ length: 11 }, () => 0)
  const view = new DataView(program.buffer)
  for (let at = 0; ; at++) {
    const code = view.getUint8(at * 8)
    const to = view.getUint8(at * 8 + 1) & 15
    const from = view.getUint8(at * 8 + 1) >> 4
    const offset = view.getInt16(at * 8 + 2, true)
    const value = view.getInt32(at * 8 + 4, true)
    const before = registers[to] ?? 0
    if (code === 0x95) return registers[0] ?? 0
    else if (code === 0x61) registers[to] = context[offset / 4] ?? 0
    else if (code === 0xbf) registers[to] = registers[from] ?? 0
    else if (code === 0xb7) registers[to] = value
    else if (code === 0x57) registers[to] = before & value
    else if (code === 0x77) registers[to] = before >>> value
    else if (code === 0x55) at += before === value ? 0 : offset
    else if (code === 0x15) at += before === value ? offset : 0
    else throw new Error(`instruction ${code}`)
  }
}
