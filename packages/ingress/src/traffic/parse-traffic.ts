import { type HostTraffic, TRAFFIC_BOUNDS_MS, TRAFFIC_STATUSES } from '@berth/core'
import { BY_DOOR } from './traffic-rules.ts'

/** The entries of `show table traffic` (management.txt, section 9.3); lines that are none are passed over. */
export function parseTraffic(showTable: string, apps: ReadonlyMap<string, string>): HostTraffic[] {
  return showTable.split('\n').flatMap((line) => {
    const key = /^0x[0-9a-f]+: key=(\S+) /.exec(line)?.[1]
    if (key === undefined) return []
    const byDoor = key.endsWith(BY_DOOR)
    const host = byDoor ? key.slice(0, -BY_DOOR.length) : key
    const fields = new Map(
      line.split(' ').flatMap((word) => {
        const [name, value] = word.split('=')
        return name && value ? [[name, Number(value)] as const] : []
      }),
    )
    const of = (name: string) => fields.get(name) ?? 0
    const statuses = TRAFFIC_STATUSES.map((_, i) => of(`gpc${i}`))
    const times = Array.from({ length: TRAFFIC_BOUNDS_MS.length + 1 }, (_, i) =>
      of(`gpc${TRAFFIC_STATUSES.length + i}`),
    )
    return [
      {
        ...{ host, byDoor, statuses, times, app: apps.get(host) ?? null },
        open: of('conn_cur'),
        requests: of('http_req_cnt'),
        bytesIn: of('bytes_in_cnt'),
        bytesOut: of('bytes_out_cnt'),
      },
    ]
  })
}

/** Pids of the workers before the last reload, which still serve what they had: of the master's `show proc`. */
export function parseOldWorkers(showProc: string): string[] {
  const [, old = ''] = showProc.split('# old workers')
  return [...old.matchAll(/^(\d+)\s+worker\s/gm)].flatMap(([, pid]) => (pid === undefined ? [] : [pid]))
}

/** The pid of the worker that answered `show info`. */
export function parseWorker(showInfo: string): string {
  return /^Pid: (\d+)/m.exec(showInfo)?.[1] ?? ''
}
