import type { Seccomp } from '@berth/oci'
import { expect, test } from 'vitest'
import { ARCHITECTURES } from '../../../packages/runtime/src/seccomp/architecture.ts'
import { compileSeccomp } from '../../../packages/runtime/src/seccomp/compile.ts'
import { runFilter } from '../../support/run-filter.ts'
import { ARCHITECTURE_SETS, type ArchitectureSet } from './architecture-sets.ts'
import { callsOf } from './calls.ts'
import { verdictOf } from './model.ts'
import { type Profile, PROFILES } from './profiles.ts'
import { randomProfile } from './random-profile.ts'

test.each(Object.entries(PROFILES))('profile %s: the program does what the profile says', (_, profile) => {
  for (const set of ARCHITECTURE_SETS) expect([set.names, defects(profile, set)]).toEqual([set.names, []])
})

test('forty profiles by chance, of several rules for a call, do what they say', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const set = ARCHITECTURE_SETS[seed % ARCHITECTURE_SETS.length]
    expect([seed, set && defects(randomProfile(seed, 3), set)]).toEqual([seed, []])
  }
})

/** Calls of known numbers, but for those behind a multiplexer, where the program says otherwise than the model. */
function defects(profile: Profile, { machine, names, tables }: ArchitectureSet): unknown[] {
  const whole: Seccomp = { ...profile, architectures: names }
  const program = compileSeccomp(whole, ARCHITECTURES[machine])
  return tables
    .filter(({ name }) => names.some((one) => one === name))
    .flatMap((table) => {
      const numbers = new Set(table.numbers.values())
      for (const { call } of table.multiplexers) numbers.delete(table.numbers.get(call) ?? -1)
      return [...callsOf(profile, table)]
        .filter(({ number }) => numbers.has(number))
        .map((call) => ({ call, does: runFilter(program, call), says: verdictOf(whole, table, call) }))
        .filter(({ does, says }) => does !== says)
    })
    .slice(0, 10)
}
