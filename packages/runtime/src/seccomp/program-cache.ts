import type { Seccomp } from '@berth/oci'
import { ARCHITECTURES, type Machine } from './architecture.ts'
import { compileSeccomp } from './compile.ts'
import { profileKey } from './profile-key.ts'

/** Compiles each profile once; the key is a hash of its content. */
export function createProgramCache(machine: Machine): (profile: Seccomp) => Uint8Array {
  const programs = new Map<string, Uint8Array>()
  const keys = new WeakMap<Seccomp, string>()

  return (profile) => {
    const key = keys.get(profile) ?? profileKey(profile, machine)
    keys.set(profile, key)
    const program = programs.get(key) ?? compileSeccomp(profile, ARCHITECTURES[machine])
    programs.set(key, program)
    return program
  }
}
