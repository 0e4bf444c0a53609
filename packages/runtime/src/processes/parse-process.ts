import type { ProcessInfo } from '../runtime.ts'

const MAX_COMMAND = 1000
/** USER_HZ, the same on every architecture that we run on */
const TICK_MS = 10

/** Files of /proc/<pid> (proc(5)) as the container sees the process; undefined when it has no pid or id inside. */
export function parseProcess(files: {
  readonly stat: string
  readonly status: string
  readonly cmdline: string
  /** host id of the container's root */
  readonly firstId: number
}): ProcessInfo | undefined {
  // the name before them may hold blanks and brackets
  const numbers = files.stat.slice(files.stat.lastIndexOf(')') + 2).split(' ')
  const [state = '?'] = numbers
  const pids = field(files.status, 'NSpid')
  const [hostUid] = field(files.status, 'Uid')
  const [pid] = pids.slice(-1)
  const uid = Number(hostUid) - files.firstId
  if (pid === undefined || pids.length < 2 || uid < 0) return undefined
  const [kib = 0] = field(files.status, 'VmRSS')
  return {
    pid: Number(pid),
    uid,
    state,
    memoryBytes: Number(kib) * 1024,
    cpuMs: (Number(numbers[11]) + Number(numbers[12])) * TICK_MS,
    command: commandOf(files),
  }
}

function field(status: string, name: string): readonly string[] {
  const line = status.split('\n').find((candidate) => candidate.startsWith(`${name}:`))
  return (
    line
      ?.slice(name.length + 1)
      .trim()
      .split(/\s+/) ?? []
  )
}

function commandOf({ stat, cmdline }: { readonly stat: string; readonly cmdline: string }): string {
  const words = cmdline.replace(/\0+$/, '').replaceAll('\0', ' ')
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  return (words === '' ? `[${name}]` : words).slice(0, MAX_COMMAND)
}
