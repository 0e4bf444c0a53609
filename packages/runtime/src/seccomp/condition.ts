import { BPF, type Line } from './bpf.ts'
import type { Condition } from './outcome.ts'

/** struct seccomp_data: arguments of 8 bytes from 16, on both of our machines the lower half first */
const FIRST_ARGUMENT = 16
const WORD = 0xffff_ffffn

/** One half of an argument: where it lies, and the halves of what it is compared with. */
type Half = { readonly offset: number; readonly value: number; readonly valueTwo: number }

/** Goes to `no` unless the condition holds. `name` makes the labels within unlike those of other conditions. */
export function compileCondition(condition: Condition, bits: 32 | 64, no: string, name: string): Line[] {
  const yes = `${name} holds`
  return [...compare(condition, bits, yes, no), { kind: 'label', name: yes }]
}

/** Ends in `yes` or `no`; what runs on falls into `yes`. */
function compare(condition: Condition, bits: 32 | 64, yes: string, no: string): Line[] {
  const low = half(condition, 0)
  const halves = bits === 64 ? [half(condition, 1), low] : [low]
  switch (condition.op) {
    case 'SCMP_CMP_EQ':
      return halves.flatMap((one) => [load(one), ...equalOr(one.value, no, `${yes} ${one.offset}`)])
    case 'SCMP_CMP_MASKED_EQ':
      return halves.flatMap((one) => [
        load(one),
        { kind: 'do', code: BPF.and, k: one.value },
        ...equalOr(one.valueTwo, no, `${yes} ${one.offset}`),
      ])
    case 'SCMP_CMP_NE':
      return [...differs(halves, yes), { kind: 'goto', to: no }]
    case 'SCMP_CMP_GT':
      return [...exceeds(halves, BPF.jumpGreater, yes, no), { kind: 'goto', to: no }]
    case 'SCMP_CMP_GE':
      return [...exceeds(halves, BPF.jumpGreaterEqual, yes, no), { kind: 'goto', to: no }]
    case 'SCMP_CMP_LT':
      return exceeds(halves, BPF.jumpGreaterEqual, no, yes)
    case 'SCMP_CMP_LE':
      return exceeds(halves, BPF.jumpGreater, no, yes)
  }
}

function half({ index, value, valueTwo = 0n }: Condition, which: 0 | 1): Half {
  const part = (whole: bigint): number => Number((which === 1 ? whole >> 32n : whole) & WORD)
  return { offset: FIRST_ARGUMENT + 8 * index + 4 * which, value: part(value), valueTwo: part(valueTwo) }
}

function load({ offset }: Half): Line {
  return { kind: 'do', code: BPF.loadWord, k: offset }
}

function equalOr(k: number, no: string, equal: string): Line[] {
  return [
    { kind: 'if', code: BPF.jumpEqual, k, to: equal },
    { kind: 'goto', to: no },
    { kind: 'label', name: equal },
  ]
}

function differs(halves: readonly Half[], yes: string): Line[] {
  return halves.flatMap((one) => {
    const same = `${yes} same ${one.offset}`
    return [
      load(one),
      { kind: 'if', code: BPF.jumpEqual, k: one.value, to: same },
      { kind: 'goto', to: yes },
      { kind: 'label', name: same },
    ]
  })
}

/** Goes to `more` when the argument is greater (or equal, as `code` has it), to `less` when its upper half is less. */
function exceeds(halves: readonly Half[], code: number, more: string, less: string): Line[] {
  return halves.flatMap((one, i): Line[] => {
    if (i === halves.length - 1) return [load(one), { kind: 'if', code, k: one.value, to: more }]
    const same = `${more} even ${one.offset}`
    return [
      load(one),
      { kind: 'if', code: BPF.jumpGreater, k: one.value, to: more },
      ...equalOr(one.value, less, same),
    ]
  })
}
