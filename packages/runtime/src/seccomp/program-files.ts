import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Seccomp } from '@berth/oci'
import { ARCHITECTURES, type Machine } from './architecture.ts'
import { compileSeccomp } from './compile.ts'
import { profileKey } from './profile-key.ts'

const INSTRUCTION = 8

/**
 * Compiles each profile once for all processes: programs lie in `folder`, one file per profile, which is root's alone.
 * For the command, which ends after each container.
 */
export function createProgramFiles(machine: Machine, folder: string): (profile: Seccomp) => Uint8Array {
  return (profile) => {
    const file = join(folder, `${profileKey(profile, machine)}.bpf`)
    const kept = readProgram(file)
    if (kept) return kept
    const program = compileSeccomp(profile, ARCHITECTURES[machine])
    writeProgram(file, program)
    return program
  }
}

function readProgram(file: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(file)
    return bytes.length > 0 && bytes.length % INSTRUCTION === 0 ? bytes : undefined
  } catch {
    return undefined // not there, or not to be read: it is compiled again
  }
}

/** Whole or not at all; without it the next one takes some milliseconds longer. */
function writeProgram(file: string, program: Uint8Array): void {
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(draft, program, { mode: 0o600, flush: true })
    renameSync(draft, file)
  } catch {
    rmSync(draft, { force: true })
  }
}
