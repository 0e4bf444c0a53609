import type { Seccomp } from '@berth/oci'
import {
  ARCHITECTURES,
  type Architecture,
  type Machine,
} from '../../../packages/runtime/src/seccomp/architecture.ts'

/** Architectures that a profile names, and the tables that calls are taken from: those, and x32 beside x86_64. */
export type ArchitectureSet = {
  readonly machine: Machine
  readonly names: Seccomp['architectures']
  readonly tables: readonly Architecture[]
}

export const ARCHITECTURE_SETS: readonly ArchitectureSet[] = [
  set('x64', ['SCMP_ARCH_X86_64']),
  set('x64', ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']),
  set('x64', ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']),
  set('arm64', ['SCMP_ARCH_AARCH64']),
  set('arm64', ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']),
]

function set(machine: Machine, names: Seccomp['architectures']): ArchitectureSet {
  const tables = ARCHITECTURES[machine].filter(
    ({ name }) => name === 'SCMP_ARCH_X32' || names.some((one) => one === name),
  )
  return { machine, names, tables }
}
