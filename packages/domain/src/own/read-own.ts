import { type Clock, type DoorCertificate, type DoorOwn, Secret } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { openOne, type SecretBox } from '../ports.ts'
import { OWN_CONTEXT } from './own-context.ts'

/** So long after the door led there last, its certificate is still told to it. */
const UNSEEN_MS = 48 * 3_600_000
const LIGHT = {
  host: true,
  certificateId: true,
  notAfter: true,
  challengeToken: true,
  challengeAnswer: true,
} as const

/** What the door has for names of the platform's own. Opened keys stay in memory: a certificate never changes. */
export function createOwnReader(deps: {
  readonly db: Db
  readonly secrets: Pick<SecretBox, 'open'>
  readonly clock: Clock
  readonly log: Logger
}): () => Promise<DoorOwn> {
  const { db, clock, log } = deps
  let known = new Map<string, DoorCertificate>()

  const read = async (ids: readonly string[]) => {
    const missing = ids.filter((id) => !known.has(id))
    const fresh = missing.length > 0 ? await certificates(deps, missing, log) : []
    known = new Map(
      [...known.values(), ...fresh].filter(({ name }) => ids.includes(name)).map((one) => [one.name, one]),
    )
  }

  return async () => {
    const now = clock.now()
    const seenAt = { gt: new Date(now.getTime() - UNSEEN_MS) }
    const rows = await db.ownHost.findMany({
      where: { OR: [{ seenAt }, { source: 'own' }] },
      select: LIGHT,
      orderBy: { host: 'asc' },
    })
    await read(rows.flatMap(({ certificateId }) => certificateId ?? []))
    const served = rows.flatMap(({ host, certificateId, notAfter }) => {
      const certificate = certificateId === null ? undefined : known.get(certificateId)
      return certificate ? [{ ...certificate, host, isGood: notAfter !== null && notAfter > now }] : []
    })
    // what a star stands for is not renewed, and would be shown in its place until it ends
    const stars = new Set(
      served.filter(({ isGood, host }) => isGood && host.startsWith('*.')).map(({ host }) => host),
    )
    return {
      certificates: served
        .filter(({ host }) => host.startsWith('*.') || !stars.has(host.replace(/^[^.]+/, '*')))
        .map(({ name, pem, host }) => ({ name, pem, host })),
      secure: served.filter(({ isGood }) => isGood).map(({ host }) => host),
      challenges: rows.flatMap(({ host, challengeToken: token, challengeAnswer: answer }) =>
        token !== null && answer !== null ? [{ host, token, answer }] : [],
      ),
    }
  }
}

async function certificates(
  { db, secrets }: { readonly db: Db; readonly secrets: Pick<SecretBox, 'open'> },
  ids: readonly string[],
  log: Logger,
): Promise<DoorCertificate[]> {
  const rows = await db.ownHost.findMany({ where: { certificateId: { in: [...ids] } } })
  const opened = rows.map(async ({ host, certificateId, chain, key }) => {
    if (certificateId === null || chain === null || key === null) return []
    try {
      const plain = await openOne(secrets, OWN_CONTEXT, key)
      return [{ name: certificateId, pem: new Secret(`${chain.trim()}\n${plain.trim()}\n`) }]
    } catch (error) {
      log.warn({ err: error, host }, 'the key of a certificate cannot be opened')
      return []
    }
  })
  return (await Promise.all(opened)).flat()
}
