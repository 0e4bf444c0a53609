import { join } from 'node:path'
import type { CgroupEntry } from '../../cgroup/paths.ts'
import type { Plan } from '../operation.ts'

/**
 * The process enters its control groups itself, not who makes it. In a user namespace it could not open their files: they
 * are opened before, and the kernel asks for the rights of who opened them.
 */
export function cgroupEntryOperations(
  { tasks, bornIn }: CgroupEntry,
  ownUsers: boolean,
): { readonly before: Plan; readonly bornIn: string; readonly after: Plan } {
  const files = [...tasks, ...(ownUsers && bornIn !== '' ? [join(bornIn, 'cgroup.procs')] : [])]
  return {
    before: files.map((path) => ({ op: 'holdFile', path })),
    bornIn: ownUsers ? '' : bornIn,
    after: files.length > 0 ? [{ op: 'writeHeld', data: '0' }] : [],
  }
}
