import { createHash } from 'node:crypto'
import type { Seccomp } from '@berth/oci'
import { ARCHITECTURES, type Machine } from './architecture.ts'

/** To be raised when the compiler makes another program of the same profile; a test notices. */
const COMPILER = 1

/** A hash of all that a program depends on: profile, machine, tables of system calls and compiler. */
export function profileKey(profile: Seccomp, machine: Machine): string {
  const hash = createHash('sha256').update(`${COMPILER} ${machine}\n`)
  for (const { name, numbers } of ARCHITECTURES[machine]) hash.update(`${name} ${[...numbers].join(' ')}\n`)
  const { defaultAction, defaultErrnoRet, architectures, syscalls } = profile
  const rules = JSON.stringify(
    { defaultAction, defaultErrnoRet, architectures, syscalls },
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
  return hash.update(rules).digest('hex')
}
