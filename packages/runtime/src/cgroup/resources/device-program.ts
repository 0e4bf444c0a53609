import type { DeviceAccess, DeviceMatch } from './device-access.ts'

/** linux/bpf.h: instruction codes, and what `struct bpf_cgroup_dev_ctx` holds at which offset. */
const LOAD_WORD = 0x61
const MOVE = 0xbf
const MOVE_VALUE = 0xb7
const AND_VALUE = 0x57
const SHIFT_RIGHT = 0x77
const JUMP_EQUAL = 0x15
const JUMP_UNEQUAL = 0x55
const EXIT = 0x95
const ACCESS_AND_TYPE = 0
const MAJOR = 4
const MINOR = 8
const TYPE = { b: 1, c: 2 } as const
const ACCESS = { m: 1, r: 2, w: 4 } as const
const EVERYTHING = 7

/** Registers: r0 is the answer, r1 the context. */
const R = { answer: 0, context: 1, type: 2, access: 3, major: 4, minor: 5 } as const

type Instruction = {
  readonly code: number
  readonly to: number
  readonly from?: number
  readonly offset?: number
  readonly value?: number
}

/** eBPF of the kind BPF_PROG_TYPE_CGROUP_DEVICE: 1 lets a process open or make a device, 0 is EPERM. */
export function deviceProgram({ open, exceptions }: DeviceAccess): Uint8Array {
  return assemble([
    { code: LOAD_WORD, to: R.type, from: R.context, offset: ACCESS_AND_TYPE },
    { code: MOVE, to: R.access, from: R.type },
    { code: SHIFT_RIGHT, to: R.access, value: 16 },
    { code: AND_VALUE, to: R.type, value: 0xffff },
    { code: LOAD_WORD, to: R.major, from: R.context, offset: MAJOR },
    { code: LOAD_WORD, to: R.minor, from: R.context, offset: MINOR },
    ...exceptions.flatMap((match) => exception(match, open)),
    ...answer(open),
  ])
}

/** The first exception that speaks of the device answers: a permission for all that is asked, a denial for any of it. */
function exception(match: DeviceMatch, open: boolean): readonly Instruction[] {
  const bits = Object.entries(ACCESS).reduce(
    (sum, [letter, bit]) => (match.access.includes(letter) ? sum | bit : sum),
    0,
  )
  const asked: readonly Instruction[] = [
    { code: MOVE, to: R.answer, from: R.access },
    { code: AND_VALUE, to: R.answer, value: open ? bits : EVERYTHING & ~bits },
  ]
  const tests: readonly Instruction[] = [
    unequal(R.type, TYPE[match.type]),
    ...(match.major === '*' ? [] : [unequal(R.major, match.major)]),
    ...(match.minor === '*' ? [] : [unequal(R.minor, match.minor)]),
  ]
  // an exception of an open group is passed over when it forbids nothing of what is asked
  const concerned: Instruction = { code: open ? JUMP_EQUAL : JUMP_UNEQUAL, to: R.answer, value: 0 }
  const block = [...tests, ...asked, concerned, ...answer(!open)]
  return block.map((step, i) => (isJump(step) ? { ...step, offset: block.length - i - 1 } : step))
}

function isJump({ code }: Instruction): boolean {
  return code === JUMP_UNEQUAL || code === JUMP_EQUAL
}

function unequal(register: number, value: number): Instruction {
  return { code: JUMP_UNEQUAL, to: register, value }
}

function answer(yes: boolean): readonly Instruction[] {
  return [
    { code: MOVE_VALUE, to: R.answer, value: yes ? 1 : 0 },
    { code: EXIT, to: 0 },
  ]
}

/** `struct bpf_insn`: 8 bytes each, little-endian as both of our architectures are. */
function assemble(instructions: readonly Instruction[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(instructions.length * 8))
  for (const [i, { code, to, from = 0, offset = 0, value = 0 }] of instructions.entries()) {
    bytes.setUint8(i * 8, code)
    bytes.setUint8(i * 8 + 1, to | (from << 4))
    bytes.setInt16(i * 8 + 2, offset, true)
    bytes.setInt32(i * 8 + 4, value, true)
  }
  return new Uint8Array(bytes.buffer)
}
