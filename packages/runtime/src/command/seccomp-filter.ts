import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { Seccomp } from '@berth/oci'
import type { Machine } from '../seccomp/architecture.ts'
import type { Plan } from '../plan/operation.ts'
import type { SavedContainer } from './container-state.ts'

/** What asks the profile's listener, right after the clone, and what loads the filter at the end. */
export type SeccompFilter = { readonly notify: Plan; readonly load: Plan }

/** The compiler and its tables are loaded only for a process that has a profile. Error: runtime.unsupported. */
export async function seccompFilter(
  root: string,
  profile: Seccomp | undefined,
  saved: SavedContainer,
  status: 'creating' | 'running',
): Promise<SeccompFilter | undefined> {
  if (profile === undefined) return undefined
  const [{ createProgramFiles }, { filterOperation, listenerOperations }] = await Promise.all([
    import('../seccomp/program-files.ts'),
    import('../seccomp/filter-operations.ts'),
  ])
  const { ociVersion, id, bundle, annotations } = saved
  return {
    notify: listenerOperations(profile, { ociVersion, id, status, bundle, annotations }),
    load: [filterOperation(profile, createProgramFiles(machine(), join(root, '.seccomp'))(profile))],
  }
}

function machine(): Machine {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch
  throw new BerthError('runtime.unsupported', `there are no tables of system calls for ${process.arch} yet`)
}
