import type { DoorTraffic } from '@berth/core'
import { haproxyCommand } from '../haproxy-cli.ts'
import { parseOldWorkers, parseTraffic, parseWorker } from './parse-traffic.ts'
import { TRAFFIC_TABLE } from './traffic-rules.ts'

const SHOW_TABLE = `show table ${TRAFFIC_TABLE}`

/** The present worker first, then those that finish what they had before a reload. Error: ingress.failed. */
export async function readTraffic(door: {
  readonly adminSocket: string
  readonly masterSocket: string
  /** app by host */
  readonly apps: ReadonlyMap<string, string>
}): Promise<DoorTraffic[]> {
  const [answer, processes] = await Promise.all([
    haproxyCommand(door.adminSocket, `show info;${SHOW_TABLE}`),
    haproxyCommand(door.masterSocket, 'show proc'),
  ])
  const present = { worker: parseWorker(answer), hosts: parseTraffic(answer, door.apps) }
  const old = parseOldWorkers(processes).map(async (pid) => ({
    worker: pid,
    // it may end at any moment, and has nothing to tell then
    hosts: parseTraffic(
      await haproxyCommand(door.masterSocket, `@!${pid} ${SHOW_TABLE}`).catch(() => ''),
      door.apps,
    ),
  }))
  return [present, ...(await Promise.all(old))]
}
