import { RLIMIT_NAMES } from '@berth/oci'

const WANTED_FILES = 1_048_576
const USUAL_FILES = 1024

export type Rlimit = { readonly type: string; readonly soft: number; readonly hard: number }

/** Numbers of asm-generic/resource.h, which x86_64 and aarch64 share. */
export function rlimitNumber(type: string): number {
  const names: readonly string[] = RLIMIT_NAMES
  const number = names.indexOf(type)
  if (number < 0) throw new RangeError(`no limit is called ${type}`)
  return number
}

/**
 * Open files as far as the host lets us (root without CAP_SYS_RESOURCE cannot raise its hard limit); no core files.
 * The soft limit stays at 1024, because programs that use select() break above it, and others raise it themselves.
 */
function defaultRlimits(hostFiles: number): readonly Rlimit[] {
  const hard = Math.min(WANTED_FILES, hostFiles)
  return [
    { type: 'RLIMIT_NOFILE', soft: Math.min(USUAL_FILES, hard), hard },
    { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
  ]
}

/** The usual ones, and those that are asked for; open files at most as far as the host lets us. */
export function containerRlimits(
  hostFiles: number,
  asked: Readonly<Record<string, number>>,
): readonly Rlimit[] {
  const own = Object.entries(asked).map(([type, value]) => {
    const limit = type === 'RLIMIT_NOFILE' ? Math.min(value, hostFiles) : value
    return { type, soft: limit, hard: limit }
  })
  return [...defaultRlimits(hostFiles).filter(({ type }) => !Object.hasOwn(asked, type)), ...own]
}

/** The hard limit of open files from the text of /proc/self/limits. */
export function parseHardFileLimit(text: string): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(text)?.[1]
  return hard === undefined || hard === 'unlimited' ? WANTED_FILES : Number(hard)
}
