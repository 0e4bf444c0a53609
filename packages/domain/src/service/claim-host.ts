import { BerthError, type Clock } from '@berth/core'
import { type Db, recordEvent, type Tx } from '@berth/db'
import type { DnsLookup } from '../names/dns-lookup.ts'
import { namesAbove } from '../names/names-above.ts'
import { ownershipRecord } from '../names/ownership.ts'
import { openAt } from './domain-view.ts'

/** Whether DNS names this tenant as the one that may have the host. A resolver that is away proves nothing. */
export async function proveHost(dns: DnsLookup, tenantId: string, host: string): Promise<boolean> {
  return isNamed(dns, tenantId, host).catch(() => false)
}

/**
 * Looks once more whether DNS names the tenant that has the host, before another one may take it: nobody has to press
 * a button to keep what is theirs. Error: domain.unchecked, when DNS is away.
 */
export async function proveHolder(
  { db, dns, clock }: { readonly db: Db; readonly dns: DnsLookup; readonly clock: Clock },
  wanted: { readonly tenantId: string; readonly host: string },
): Promise<void> {
  const held = await db.domain.findUnique({ where: { host: wanted.host } })
  if (!held || held.tenantId === wanted.tenantId || held.provenAt !== null) return
  const isTheirs = await isNamed(dns, held.tenantId, held.host).catch((cause: unknown) => {
    throw new BerthError('domain.unchecked', 'DNS does not answer: try again in a moment', { cause })
  })
  if (isTheirs) await db.domain.updateMany({ where: { id: held.id }, data: { provenAt: clock.now() } })
}

async function isNamed(dns: DnsLookup, tenantId: string, host: string): Promise<boolean> {
  const { name, value } = ownershipRecord(tenantId, host)
  return (await dns.txt(name)).some((text) => text.trim() === value)
}

/**
 * Makes way for the host: what nobody uses any more goes, and what another tenant has goes to whom DNS names.
 * Error: domain.taken, with the record that would show whose it is.
 */
export async function makeWay(
  tx: Tx,
  wanted: {
    readonly tenantId: string
    readonly host: string
    readonly isProven: boolean
    readonly clock: Clock
  },
): Promise<void> {
  const { tenantId, host, isProven, clock } = wanted
  if (!isProven && (await liesBelowAnothers(tx, tenantId, host))) throw below(tenantId, host)
  const held = await tx.domain.findUnique({ where: { host }, include: { app: true } })
  if (!held) return
  if (held.app.deletedAt === null) {
    if (held.tenantId === tenantId)
      throw new BerthError(
        'domain.taken',
        `${host} leads to the app ${held.app.name} already: remove it there first`,
      )
    const isStale = held.provenAt === null && clock.now() > openAt(held)
    if (!isProven && !isStale) throw taken(tenantId, host)
    await recordEvent(tx, {
      ...{ tenantId: held.tenantId, type: 'domain.lost', appId: held.appId, appName: held.app.name },
      message: `${host} leads to ${held.app.name} no more: whoever owns it claimed it for another tenant`,
      data: { host },
    })
  }
  await tx.domain.delete({ where: { id: held.id } })
}

/** Who serves a name, or all below it, is not to lose what lies below to whoever asks first. */
async function liesBelowAnothers(tx: Tx, tenantId: string, host: string): Promise<boolean> {
  const lives = { OR: [{ provenAt: { not: null } }, { certificateId: { not: null } }] }
  const below = host.startsWith('*.') ? [{ host: { endsWith: host.slice(1) } }] : []
  const near = { OR: [{ host: { in: namesAbove(host) } }, ...below] }
  const others = { tenantId: { not: tenantId }, app: { deletedAt: null }, NOT: { host } }
  return (await tx.domain.count({ where: { ...others, AND: [lives, near] } })) > 0
}

function below(tenantId: string, host: string): BerthError {
  const { name, value } = ownershipRecord(tenantId, host)
  return new BerthError(
    'domain.taken',
    `${host} lies beside or below a domain of somebody else: if it is yours, set the TXT record ${name} to "${value}", and add it again`,
    { details: { host, record: name, value } },
  )
}

function taken(tenantId: string, host: string): BerthError {
  const { name, value } = ownershipRecord(tenantId, host)
  return new BerthError(
    'domain.taken',
    `${host} leads to an app of somebody else: if it is yours, set the TXT record ${name} to "${value}", and add it again`,
    { details: { host, record: name, value } },
  )
}
