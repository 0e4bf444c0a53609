import { BerthError, isErrorCode } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import type { BroadcastRow, BroadcastState, BroadcastView, BroadcastWhole } from '@berth/protocol'
import { z } from 'zod'
import { sendingOf } from './content.ts'
import { SENT_KINDS } from './send-broadcast.ts'

const SHOWN = 20

const stateSchema = z.enum(['waiting', 'running', 'done', 'failed', 'missed'])

const INCLUDE = {
  results: { select: { state: true, sandbox: { select: { state: true } } } },
} satisfies Prisma.BroadcastInclude

const WHOLE = {
  results: {
    include: {
      sandbox: {
        select: {
          state: true,
          member: { select: { name: true } },
          user: { select: { name: true, email: true } },
        },
      },
    },
  },
} satisfies Prisma.BroadcastInclude

/** Files and commands that were sent to the class, newest first, and how many came to which end. */
export async function listBroadcasts(db: Db, courseId: string): Promise<BroadcastView[]> {
  const rows = await db.broadcast.findMany({
    ...{ where: { courseId, kind: { in: SENT_KINDS } }, orderBy: { createdAt: 'desc' }, take: SHOWN },
    include: INCLUDE,
  })
  return rows.map(viewOf)
}

/** One of them, with what became of each student, by name. Error: course.broadcast_not_found. */
export async function readBroadcast(db: Db, courseId: string, id: string): Promise<BroadcastWhole> {
  const row = await db.broadcast.findFirst({
    where: { id, courseId, kind: { in: SENT_KINDS } },
    include: WHOLE,
  })
  if (!row) throw notSent(id)
  const rows = row.results.map((result): BroadcastRow => {
    const { sandboxId: sandbox, code, error, output, path, at } = result
    const { member, user, state } = result.sandbox
    return {
      ...{ sandbox, name: member?.name ?? user?.name ?? user?.email ?? '', state: stateOf(result, state) },
      ...{ code, error: error !== null && isErrorCode(error) ? error : null, output, path, at },
    }
  })
  return { ...viewOf(row), rows: rows.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

export function notSent(id: string): BerthError {
  return new BerthError('course.broadcast_not_found', `nothing was sent to this course as ${id}`)
}

type Row = Prisma.BroadcastGetPayload<{ include: typeof INCLUDE }>

function viewOf({ id, content, kind, createdBy: by, createdAt: at, openUntil, results }: Row): BroadcastView {
  const sending = sendingOf({ kind, content })
  const { container } = sending.content
  const states = results.map((result) => stateOf(result, result.sandbox.state))
  const counts: Partial<Record<BroadcastState, number>> = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  const what = sending.kind === 'file' ? sending.content.path : sending.content.command
  return { ...{ id, kind: sending.kind, what, container, by, at }, isOpen: openUntil !== null, counts }
}

/** Whoever waits and does not run is away. */
function stateOf({ state }: { readonly state: string }, sandbox: string): BroadcastState {
  const known = stateSchema.parse(state)
  return known === 'waiting' && sandbox !== 'running' ? 'away' : known
}
