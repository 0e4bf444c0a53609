import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Seccomp } from '@berth/oci'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ARCHITECTURES } from '../../../packages/runtime/src/seccomp/architecture.ts'
import { compileSeccomp } from '../../../packages/runtime/src/seccomp/compile.ts'
import { runFilter } from '../../support/run-filter.ts'
import { ARCHITECTURE_SETS, type ArchitectureSet } from './architecture-sets.ts'
import { callsOf } from './calls.ts'
import { explain, type Verdicts } from './differences.ts'
import { buildLibseccomp } from './libseccomp.ts'
import { type Profile, PROFILES } from './profiles.ts'
import { randomProfile } from './random-profile.ts'

const folder = mkdtempSync(join(tmpdir(), 'libseccomp-'))
let exportFilter: ReturnType<typeof buildLibseccomp>
beforeAll(() => {
  exportFilter = buildLibseccomp(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each(Object.keys(PROFILES))('profile %s: every verdict is that of libseccomp', (name) => {
  // libseccomp refuses two conditional rules for socket() on 32-bit x86: both become one for socketcall()
  const sets = ARCHITECTURE_SETS.filter(({ names }) => name !== 'podman' || !names.includes('SCMP_ARCH_X86'))
  for (const set of sets) expect([set.names, defects(PROFILES[name], set)]).toEqual([set.names, []])
})

// with several rules for a call, libseccomp 2.5.4 loses ranges of arguments; see model.test.ts for those
test('forty profiles by chance, of one rule for each call: every verdict is that of libseccomp', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const set = ARCHITECTURE_SETS[seed % ARCHITECTURE_SETS.length]
    expect([seed, defects(randomProfile(seed, 1), set)]).toEqual([seed, []])
  }
})

test('a call by an architecture that the profile does not name is death', () => {
  const profile: Seccomp = {
    defaultAction: 'SCMP_ACT_ALLOW',
    architectures: ['SCMP_ARCH_X86_64'],
    syscalls: [],
  }
  const program = compileSeccomp(profile, ARCHITECTURES.x64)
  for (const audit of [0x40000003, 0xc00000b7, 0]) {
    expect(runFilter(program, { audit, number: 0 })).toBe(0x80000000)
    expect(runFilter(exportFilter(profile).program, { audit, number: 0 })).toBe(0x80000000)
  }
})

/** Verdicts that differ without a reason; the first ten of them. */
function defects(profile: Profile | undefined, set: ArchitectureSet | undefined): Verdicts[] {
  if (!profile || !set) throw new Error('no such profile, or no such set')
  const whole: Seccomp = { ...profile, architectures: set.names }
  const { program: reference, unknown } = exportFilter(whole)
  const program = compileSeccomp(whole, ARCHITECTURES[set.machine])
  const found: Verdicts[] = []
  for (const table of set.tables) {
    for (const call of callsOf(profile, table)) {
      const verdicts = { call, ours: runFilter(program, call), theirs: runFilter(reference, call) }
      if (verdicts.ours === verdicts.theirs || explain(verdicts, whole, table, unknown)) continue
      if (found.push(verdicts) === 10) return found
    }
  }
  return found
}
