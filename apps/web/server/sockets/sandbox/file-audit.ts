import { recordAudit } from '@berth/auth'
import type { Db, Sandbox } from '@berth/db'

export type FileAct = 'files_listed' | 'file_read' | 'file_changed'

type Seen = { readonly act: FileAct; readonly container: string; readonly path: string }

/** Of one window so many are told apart; then it is begun anew, and what was noted may be noted again. */
const MOST_REMEMBERED = 2000
/** An editor reads a file again and again. */
const PAUSE_MS = 60_000
const MOST_PATH = 500

/**
 * Whoever looks into somebody else's files, or changes them, is written down: what is listed and read again within a
 * minute by the same window once, each change always.
 */
export function createFileAudit(who: { db: Db; by: string; ip: string | null; now?: () => number }) {
  const { db, by, ip, now = Date.now } = who
  const noted = new Map<string, number>()
  return async ({ id, tenantId }: Sandbox, { act, container, path }: Seen): Promise<void> => {
    const key = `${id} ${act} ${container} ${path}`
    const at = noted.get(key)
    if (act !== 'file_changed' && at !== undefined && at > now() - PAUSE_MS) return
    if (noted.size >= MOST_REMEMBERED) noted.clear()
    noted.set(key, now())
    await recordAudit(db, {
      ...{ tenantId, by, action: `sandbox.${act}`, target: id, outcome: 'allowed', ip },
      data: { container, path: path.slice(0, MOST_PATH).toWellFormed() },
    })
  }
}
