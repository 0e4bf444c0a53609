import { createHash } from 'node:crypto'
import type { Db } from '@berth/db'
import type { Screen, ScreenAsk, WallScreen } from '@berth/protocol'
import { clipScreen } from './clip-screen.ts'

/** What stands on these terminals; those whose node is out of reach are left out. */
export type ReadScreens = (tenantId: string, ask: ScreenAsk) => Promise<readonly Screen[]>

/** A tile in sight, and the mark of the text that it shows. */
export type Seen = { readonly sandbox: string; readonly mark?: string | undefined }

const MOST_SHELLS = 300
const ROWS = 16

/** The screens of these sandboxes of the course, as far as they changed. Error: protocol.disconnected. */
export async function wallScreens(
  { db, screens }: { readonly db: Db; readonly screens: ReadScreens },
  course: { readonly id: string; readonly tenantId: string },
  seen: readonly Seen[],
): Promise<WallScreen[]> {
  const shells = await shellsOf(
    db,
    course.id,
    seen.map(({ sandbox }) => sandbox),
  )
  if (shells.length === 0) return []
  const sessions = shells.map(({ containerId, execId }) => ({ containerId, execId }))
  const read = await screens(course.tenantId, { sessions, rows: ROWS })
  return seen.flatMap(({ sandbox, mark: known }) => {
    const own = new Set(shells.flatMap((shell) => (shell.sandboxId === sandbox ? [shell.execId] : [])))
    const last = lastChanged(read.filter(({ execId }) => own.has(execId)))
    if (!last) return []
    const lines = clipScreen(last.lines)
    const mark = markOf(lines)
    return mark === known ? [] : [{ sandbox, lines, mark }]
  })
}

/** Shells of the try that runs, of sandboxes that are of this course indeed. */
async function shellsOf(db: Db, courseId: string, ids: string[]) {
  const where = { id: { in: ids }, courseId, state: { in: ['running', 'frozen'] } }
  const rows = await db.sandbox.findMany({
    where,
    select: {
      attempt: true,
      terminals: {
        where: { endedAt: null },
        select: { sandboxId: true, attempt: true, containerId: true, execId: true },
      },
    },
  })
  return rows
    .flatMap(({ attempt, terminals }) => terminals.filter((shell) => shell.attempt === attempt))
    .slice(0, MOST_SHELLS)
}

function lastChanged(screens: readonly Screen[]): Screen | undefined {
  return screens.toSorted((a, b) => Date.parse(a.changedAt) - Date.parse(b.changedAt)).at(-1)
}

function markOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 10)
}
