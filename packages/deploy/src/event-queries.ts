import { BerthError } from '@berth/core'
import { type Db, type Event, forTenant } from '@berth/db'
import type { EventView } from '@berth/protocol'
import { z } from 'zod'

const DEFAULT_LIMIT = 50
const dataSchema = z.record(z.string(), z.unknown())

/** Newest first. `before` is the `next` of the page before. */
export async function listEvents(
  db: Db,
  options: {
    readonly tenant: { readonly id: string; readonly name: string }
    readonly app?: string | undefined
    readonly before?: string | undefined
    readonly limit?: number | undefined
  },
): Promise<{ events: EventView[]; next: string | null }> {
  const { tenant, app, before, limit = DEFAULT_LIMIT } = options
  const rows = await forTenant(db, tenant.id).event.findMany({
    where: { ...(app && { appName: app }), ...(before && { seq: { lt: parseCursor(before) } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  const next = rows.length > limit ? (page.at(-1)?.seq.toString() ?? null) : null
  return { events: page.map((row) => eventView(row, tenant.name)), next }
}

export function eventView(row: Event, tenant: string): EventView {
  return {
    id: row.id,
    at: row.at,
    tenant,
    type: row.type,
    app: row.appName,
    containerId: row.containerId,
    by: row.by,
    message: row.message,
    data: dataSchema.parse(row.data),
  }
}

function parseCursor(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text)
  throw new BerthError('input.invalid', `"${text}" is not the next of an earlier page`)
}
