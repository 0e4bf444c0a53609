import type { Prisma, Tx } from '@berth/db'
import { BUILD_TIMEOUT_MS } from '../build-limits.ts'
import { ACTIVE } from '../build-row.ts'
import { endBuild, tellToEnd } from '../end-build.ts'
import { judgeBuild } from './judge-build.ts'

const INCLUDE = {
  node: { select: { heartbeatAt: true } },
  app: { select: { deletedAt: true } },
} satisfies Prisma.BuildInclude

type Row = Prisma.BuildGetPayload<{ include: typeof INCLUDE }>

/** Ends and gives back what nodes do not, so that no build is on its way for ever. */
export async function lookAfter(
  tx: Tx,
  times: { readonly now: Date; readonly upSince: Date },
): Promise<void> {
  for (const row of await tx.build.findMany({ where: ACTIVE, include: INCLUDE })) {
    if (row.nodeId === null) await lookAfterWaiting(tx, row, times.now)
    else await lookAfterGiven(tx, row, times)
  }
}

async function lookAfterWaiting(tx: Tx, row: Row, now: Date): Promise<void> {
  if (row.state === 'queued' && isWanted(row)) return
  if (row.state === 'queued') {
    return tellToEnd(tx, row, { reason: 'its app was destroyed', by: row.canceledBy, now })
  }
  // its node was removed while it ran
  await giveBack(tx, row)
}

async function lookAfterGiven(
  tx: Tx,
  row: Row,
  { now, upSince }: { now: Date; upSince: Date },
): Promise<void> {
  const judgement = judgeBuild(
    {
      state: row.state === 'running' ? 'running' : 'queued',
      canceled: row.cancelReason !== null,
      tries: row.tries,
      givenAt: row.givenAt ?? row.createdAt,
      startedAt: row.startedAt,
      heardAt: row.node?.heartbeatAt ?? null,
      timeoutMs: BUILD_TIMEOUT_MS,
      wanted: isWanted(row),
    },
    { now, upSince },
  )
  switch (judgement.kind) {
    case 'go-on':
      return
    case 'give-back':
      return giveBack(tx, row)
    case 'tell-to-end':
      return tellToEnd(tx, row, { reason: judgement.reason, by: null, now })
    case 'end':
      return endBuild(tx, row, { ...judgement, now })
  }
}

/** Reports of the node that had it are refused from now on. */
async function giveBack(tx: Tx, row: Row): Promise<void> {
  await tx.build.update({
    where: { id: row.id },
    data: { state: 'queued', nodeId: null, givenAt: null, startedAt: null, generation: { increment: 1 } },
  })
}

function isWanted(row: Row): boolean {
  return row.sourceId !== null && (row.app === null || row.app.deletedAt === null)
}
