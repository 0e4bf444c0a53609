import { type FieldKind, OPERATIONS, type Operation } from '../../../packages/runtime/src/plan/operation.ts'
import type { createRandom } from '../../integration/node/support/random.ts'

export type Random = ReturnType<typeof createRandom>

/** The steps of a plan between its clone and its end. */
export type Steps = readonly Operation[]

/** What the box of perform-plans.c has, what it has not, and what is no name at all. */
const TEXTS = [
  ...['', '/', '.', '..', 'dir', '/dir', '/dir/sub', '/dir/new/deep', '/file', '/pipe', '/link', '/link/sub'],
  ...[
    '/loop',
    '/lower',
    'up',
    '/up',
    '/nothing',
    '../../../etc',
    '/dev',
    '/dev/null',
    '/dev/console',
    '/proc',
  ],
  ...[
    '/proc/self/fd/3',
    '/proc/self/ns/mnt',
    '/proc/1/ns/user',
    'self/oom_score_adj',
    'self/attr/exec',
    'root',
  ],
  ...[
    'tmpfs',
    'proc',
    'overlay',
    'devpts',
    'sysfs',
    'mqueue',
    'size=1m',
    'newinstance',
    'mode=755',
    'tmpcopyup',
  ],
  ...[
    'lowerdir=/lower,upperdir=/up/upper,workdir=/up/work',
    '0 0 1\n',
    '0',
    '-17',
    'root:0',
    '0:0',
    '65536',
    'x:y',
  ],
  ...[
    '%s%n',
    'naïve',
    'a'.repeat(255),
    'b/'.repeat(2000),
    'c'.repeat(5000),
    '/bin:/usr/bin',
    ':',
    'A=1',
    '=',
  ],
] as const
const NUMBERS = [0, 1, 2, 3, 4, 5, 7, 8, 16, 63, 64, 255, 256, 511, 512, 1024, 4096, 65_535, 65_536] as const
const LARGE = [0x1000_0000, 0x2000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff] as const

/** They take from the process what it needs to go on being looked at: memory, stack, time. */
const STARVING: ReadonlySet<unknown> = new Set([0, 2, 3, 9])
const ONCE: ReadonlySet<string> = new Set([
  'supervise',
  'attend',
  'clone',
  'exec',
  'packFiles',
  'unpackFiles',
  'askFiles',
  'rest',
])
const NAMES = Object.keys(OPERATIONS).filter((name) => !ONCE.has(name))
const ENDS = ['exec', 'packFiles', 'unpackFiles', 'askFiles'] as const

/** Any operation that may come between clone and end. */
export function randomStep(random: Random): Operation {
  return stepOf(oneOf(random, NAMES) ?? 'pivot', random)
}

export function randomEnd(random: Random): Operation {
  return stepOf(oneOf(random, ENDS), random)
}

/** Another plan of much the same: a step more or less, changed, doubled, or in another place. */
export function variationOf(steps: Steps, random: Random): Steps {
  const at = random.below(steps.length + 1)
  const step = steps[at]
  if (!step) return [...steps, randomStep(random)]
  switch (random.below(5)) {
    case 0:
      return steps.toSpliced(at, 1)
    case 1:
      return steps.toSpliced(at, 0, step)
    case 2:
      return [...steps.toSpliced(at, 1), step]
    case 3:
      return steps.toSpliced(at, 0, randomStep(random))
    default:
      return steps.with(at, stepOf(step.op, random))
  }
}

function stepOf(name: string, random: Random): Operation {
  const fields: Readonly<Record<string, FieldKind>> =
    Object.entries(OPERATIONS).find(([key]) => key === name)?.[1].fields ?? {}
  const entries = Object.entries(fields).map(([field, kind]) => [field, valueOf(kind, random)] as const)
  const values = Object.fromEntries(entries)
  if (name === 'rlimit' && STARVING.has(values['resource'])) values['resource'] = 7
  return { op: name, ...values } as Operation // the table says which fields it has
}

function valueOf(kind: FieldKind, random: Random): unknown {
  switch (kind) {
    case 'u32':
      return numberOf(random)
    case 'u64':
      return BigInt(numberOf(random)) << BigInt(oneOf(random, [0, 0, 0, 12, 32]))
    case 'text':
      return oneOf(random, TEXTS)
    case 'texts':
      return Array.from({ length: random.below(4) }, () => oneOf(random, TEXTS))
    case 'bytes':
      return Uint8Array.from({ length: oneOf(random, [0, 1, 4, 8, 16, 64, 4096, 40_000]) }, () =>
        random.below(256),
      )
  }
}

function numberOf(random: Random): number {
  return random.below(4) === 0 ? oneOf(random, LARGE) : oneOf(random, NUMBERS)
}

function oneOf<T>(random: Random, list: readonly [T, ...T[]]): T
function oneOf<T>(random: Random, list: readonly T[]): T | undefined
function oneOf<T>(random: Random, list: readonly T[]): T | undefined {
  return list[random.below(list.length)]
}
