import { rm } from 'node:fs/promises'
import path from 'node:path'
import { identify } from './process-id.ts'
import { readIfThere } from './read-if-there.ts'
import { worksIn } from './strays.ts'

/**
 * A machine that crashed leaves the pid of its Postgres in the cluster. When another process of the same user has
 * that pid by now, as another platform's Postgres may, the server would take it for itself and refuse to start. One
 * that does work in this cluster is left to the server's own check.
 */
export async function forgetStalePostmaster(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid')
  const pid = (await readIfThere(file))?.split('\n')[0]?.trim()
  if (!pid || !/^\d+$/.test(pid)) return
  const isAnother = (await identify(Number(pid))) !== undefined && !(await worksIn(pid, cluster))
  if (isAnother) await rm(file)
}
