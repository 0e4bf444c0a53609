import type { Seccomp } from '@berth/oci'
import type { Profile } from './profiles.ts'

type Condition = NonNullable<Seccomp['syscalls'][number]['args']>[number]

const CALLS = [
  'read',
  'ioctl',
  'prctl',
  'clone',
  'socket',
  'mmap',
  'futex',
  'fcntl',
  'personality',
  'mprotect',
]
const VALUES = [
  0n,
  1n,
  2n,
  9n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  0x500000009n,
  2n ** 64n - 1n,
]
const OPERATORS: readonly Condition['op'][] = [
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
]

/** Rules by chance, the same for the same seed: up to `most` for each call. */
export function randomProfile(seed: number, most: number): Profile {
  const pick = picker(seed)
  return {
    defaultAction: pick(['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO']),
    syscalls: CALLS.flatMap((name) => {
      return Array.from({ length: (pick([1, 2, 3]) % most) + 1 }, () => ({
        names: [name],
        action: pick(['SCMP_ACT_TRAP', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_LOG']),
        args: conditions(pick),
      }))
    }),
  }
}

function conditions(pick: Picker): Condition[] {
  const indexes = pick([[0], [1], [2], [0, 1], [1, 2], [0, 2, 5], [3, 4]])
  return indexes.map((index) => {
    const op = pick(OPERATORS)
    const value = pick(VALUES)
    return { index, op, value, ...(op === 'SCMP_CMP_MASKED_EQ' ? { valueTwo: pick(VALUES) & value } : {}) }
  })
}

type Picker = <T>(list: readonly T[]) => T

/** xorshift32 */
function picker(seed: number): Picker {
  let state = seed || 1
  return (list) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const value = list[(state >>> 0) % list.length]
    if (value === undefined) throw new RangeError('nothing to pick from')
    return value
  }
}
