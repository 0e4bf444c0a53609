import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Seccomp, SeccompAction } from '@berth/oci'

type Rule = Seccomp['syscalls'][number]

/** libseccomp's own constants (seccomp.h); the actions are those of the kernel. */
const ACTION: Readonly<Record<SeccompAction, number>> = {
  SCMP_ACT_ALLOW: 0x7fff0000,
  SCMP_ACT_ERRNO: 0x00050000,
  SCMP_ACT_KILL: 0,
  SCMP_ACT_KILL_THREAD: 0,
  SCMP_ACT_KILL_PROCESS: 0x80000000,
  SCMP_ACT_TRAP: 0x00030000,
  SCMP_ACT_TRACE: 0x7ff00000,
  SCMP_ACT_LOG: 0x7ffc0000,
  SCMP_ACT_NOTIFY: 0x7fc00000,
}
const OPERATOR = {
  SCMP_CMP_NE: 1,
  SCMP_CMP_LT: 2,
  SCMP_CMP_LE: 3,
  SCMP_CMP_EQ: 4,
  SCMP_CMP_GE: 5,
  SCMP_CMP_GT: 6,
  SCMP_CMP_MASKED_EQ: 7,
} as const

/** What libseccomp makes of a profile, and the names of calls that it does not know. */
export type Exported = { readonly program: Uint8Array; readonly unknown: ReadonlySet<string> }

/** Builds the exporter in `folder`; the result asks it, as runc and crun ask libseccomp. */
export function buildLibseccomp(folder: string): (profile: Seccomp) => Exported {
  const program = join(folder, 'libseccomp-export')
  const source = join(import.meta.dirname, 'libseccomp-export.c')
  execFileSync('cc', ['-Wall', '-Wextra', '-Werror', '-o', program, source, '-lseccomp'])
  return (profile) => {
    const { stdout, stderr, status } = spawnSync(program, { input: linesOf(profile), maxBuffer: 2 ** 24 })
    if (status !== 0) throw new Error(`libseccomp refused the profile: ${stderr.toString()}`)
    const unknown = [...stderr.toString().matchAll(/^unknown (\S+)$/gm)].map(([, name = '']) => name)
    return { program: new Uint8Array(stdout), unknown: new Set(unknown) }
  }
}

function linesOf(profile: Seccomp): string {
  const fallback = valueOf(profile.defaultAction, profile.defaultErrnoRet)
  const architectures = profile.architectures.map((name) => name.replace('SCMP_ARCH_', '').toLowerCase())
  const rules = profile.syscalls.filter((rule) => valueOf(rule.action, rule.errnoRet) !== fallback)
  return [
    `default ${fallback}`,
    ...architectures.map((name) => `arch ${name}`),
    'end-arch',
    ...rules.flatMap(ruleLines),
    '',
  ].join('\n')
}

function ruleLines({ names, action, errnoRet, args = [] }: Rule): string[] {
  const conditions = args.map(({ index, op, value, valueTwo = 0n }) =>
    [index, OPERATOR[op], value, valueTwo].join(' '),
  )
  const repeated = new Set(args.map(({ index }) => index)).size < args.length
  const alternatives = repeated ? conditions : [conditions.join(' ')]
  return names.flatMap((name) =>
    alternatives.map((tests) => `rule ${valueOf(action, errnoRet)} ${name} ${tests}`.trimEnd()),
  )
}

/** What a filter returns for an action. */
export function valueOf(action: SeccompAction, errno = 1): number {
  const carries = action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE'
  return carries ? ACTION[action] | errno : ACTION[action]
}
