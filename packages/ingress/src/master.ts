import { haproxyCommand } from './haproxy-cli.ts'

/** HAProxy's master and whether a worker of its present configuration runs (management.txt, section 9.4). */
export type Master = { readonly pid: number; readonly serving: boolean }

/** Undefined while nobody answers at the master socket. */
export async function findMaster(masterSocket: string): Promise<Master | undefined> {
  const answer = await haproxyCommand(masterSocket, 'show proc').catch(() => '')
  const [current = ''] = answer.split('# old workers')
  const pid = /^(\d+)\s+master\s/m.exec(current)?.[1]
  return pid === undefined ? undefined : { pid: Number(pid), serving: /^\d+\s+worker\s/m.test(current) }
}
