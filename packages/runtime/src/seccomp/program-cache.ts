import { createHash } from 'node:crypto'
import type { Seccomp } from '@berth/oci'
import { ARCHITECTURES } from './architecture.ts'
import { compileSeccomp } from './compile.ts'

/** Compiles each profile once; the key is a hash of its content. */
export function createProgramCache(machine: 'x64' | 'arm64'): (profile: Seccomp) => Uint8Array {
  const programs = new Map<string, Uint8Array>()
  const keys = new WeakMap<Seccomp, string>()

  return (profile) => {
    const key = keys.get(profile) ?? hash(profile)
    keys.set(profile, key)
    const program = programs.get(key) ?? compileSeccomp(profile, ARCHITECTURES[machine])
    programs.set(key, program)
    return program
  }
}

function hash(profile: Seccomp): string {
  const text = JSON.stringify(profile, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return createHash('sha256').update(text).digest('hex')
}
