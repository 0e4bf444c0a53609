import type { Tx } from '@berth/db'
import type { AppRead } from '../scheduler/read-snapshot.ts'
import { writeJob } from './write-job.ts'

/** A migration of a large table takes its time. */
const RELEASE_MS = 30 * 60_000

/** The deploy's row has one job at most: a scheduler that comes back after a crash finds it. */
export async function beginRelease(
  tx: Tx,
  { row, snapshot }: AppRead,
  deployId: string,
  now: Date,
): Promise<void> {
  const release = snapshot.deploy?.release
  if (!release || (await tx.job.count({ where: { deployId } })) > 0) return
  await writeJob(
    tx,
    {
      ...{ tenantId: row.tenantId, appId: row.id, releaseId: release.id, kind: 'release', deployId },
      ...{ command: [...release.releaseCommand], createdBy: snapshot.deploy?.by ?? release.by },
      deadline: new Date(now.getTime() + RELEASE_MS),
    },
    now,
  )
}
