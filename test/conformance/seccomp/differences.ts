import type { Seccomp } from '@berth/oci'
import type { Architecture } from '../../../packages/runtime/src/seccomp/architecture.ts'
import type { FilteredCall } from '../../support/run-filter.ts'

const NO_SUCH_CALL = 0x00050026
const KILL_PROCESS = 0x80000000

/** The newest call that libseccomp 2.5.4 has on every machine. */
const NEWEST_OF_LIBSECCOMP = 450

export type Verdicts = {
  readonly call: FilteredCall
  readonly ours: number
  readonly theirs: number
}

/** Where we answer otherwise than libseccomp, and mean it. Anything else that differs is a defect. */
export type Difference =
  /** newer than libseccomp's table, so it has no rule for it */
  | 'a call that libseccomp does not know'
  /** newer than every known call: ENOSYS lets programs fall back, EPERM and death do not */
  | 'a call that nobody knows'
  /** a kernel without x32 answers ENOSYS, and so do we when x32 is not asked for */
  | 'x32 that is not asked for'
  /** programs of x32 have registers of 64 bits; libseccomp compares the lower half with the lower half of the value */
  | 'a wide value for x32'
  /** arguments behind socketcall and ipc cannot be seen: libseccomp takes any for the right ones, we take the strictest */
  | 'arguments behind a multiplexer'

export function explain(
  { call, ours, theirs }: Verdicts,
  profile: Seccomp,
  table: Architecture,
  unknown: ReadonlySet<string>,
): Difference | undefined {
  const names = [...table.numbers].filter(([, number]) => number === call.number).map(([name]) => name)
  if (!profile.architectures.some((name) => name === table.name)) {
    return ours === NO_SUCH_CALL && theirs === KILL_PROCESS ? 'x32 that is not asked for' : undefined
  }
  if (names.length === 0) return ours === NO_SUCH_CALL ? 'a call that nobody knows' : undefined
  if (call.number - table.first > NEWEST_OF_LIBSECCOMP || names.some((name) => unknown.has(name))) {
    return 'a call that libseccomp does not know'
  }
  if (table.name === 'SCMP_ARCH_X32' && comparesWide(profile, names)) return 'a wide value for x32'
  const isMultiplexer = table.multiplexers.some((multiplexer) => names.includes(multiplexer.call))
  return isMultiplexer && (ours | 0) < (theirs | 0) ? 'arguments behind a multiplexer' : undefined
}

function comparesWide({ syscalls }: Seccomp, names: readonly string[]): boolean {
  return syscalls.some(
    (rule) =>
      rule.names.some((name) => names.includes(name)) && rule.args?.some(({ value }) => value > 0xffff_ffffn),
  )
}
