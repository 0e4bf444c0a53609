import type { RuntimeSpec } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'
import { type FileJob, fileOperation } from '../files/file-job.ts'
import { type Operation, type Plan, SESSION } from './operation.ts'
import { execOperation, processOperations } from './process-operations.ts'

export type ExecPlaces = {
  /** makes the session's folder */
  readonly preparation: Plan
  readonly folder: string
  readonly socket: string
  readonly init: { readonly pid: number; readonly startTime: bigint }
  readonly ids: { readonly start: number }
  readonly cgroup: CgroupEntry
  readonly user: string
  readonly size: { readonly cols: number; readonly rows: number }
  readonly filter: Uint8Array
  /** in place of a command */
  readonly files?: FileJob | undefined
}

/** mount, cgroup, uts, ipc and network; pid by `findInit`, user last */
const JOINED = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x40000000

/** One more process of a running container: in all of its namespaces and cgroups, with its rights and its filter. */
export function execPlan(process: RuntimeSpec['process'], places: ExecPlaces): Plan {
  const terminal: Operation = { op: 'pty', ...places.size, console: 0 }
  return [
    ...places.preparation,
    {
      op: 'supervise',
      folder: places.folder,
      socket: places.socket,
      flags: SESSION.waits | (process.terminal ? SESSION.tty : SESSION.stdin),
      segmentBytes: 0n,
      segments: 0,
      firstSegment: 0,
    },
    { op: 'findInit', ...places.init },
    { op: 'clone', flags: 0n, cgroup: places.cgroup.bornIn },
    ...places.cgroup.tasks.map((path): Operation => ({ op: 'writeFile', path, data: '0' })),
    { op: 'joinInit', types: JOINED },
    { op: 'fsIds', uid: places.ids.start, gid: places.ids.start },
    { op: 'openRoot', path: '/' },
    { op: 'user', user: places.user },
    process.terminal ? terminal : { op: 'stdio' },
    ...processOperations(process, places.filter, [
      places.files ? fileOperation(places.files) : execOperation(process),
    ]),
  ]
}
