import { type DoorRoute, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { createIssuer, domainOrders, noteHosts, openAccount, ownOrders } from '@berth/domain'
import type { SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { TlsMode } from '@berth/protocol'
import { every } from './every.ts'

const LOOK_MS = 2000

/**
 * Asks for the certificates of domains, and of the platform's own names, until it is stopped; without an e-mail
 * address nobody agreed to any terms.
 */
export function startCertificates(deps: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly directory: string
  readonly email: string | undefined
  readonly tlsPort: number
  readonly mode: TlsMode
  readonly own: { readonly platformHost: string; readonly appsDomain: string }
  /** `routes`: what it was told last */
  readonly door: { refresh(): Promise<void>; routes(): readonly DoorRoute[] }
  readonly log: Logger
}): { stop(): void } {
  const { db, secrets, directory, email, door, own, mode, log } = deps
  if (deps.tlsPort === 0) return { stop: () => undefined }
  const clock = systemClock
  const noted =
    mode === 'off' ? [] : [every(LOOK_MS, () => noteHosts({ db, own, clock }, door.routes()), log)]
  if (email === undefined) return stopAll(noted)
  const openAuthority = () => openAccount(db, secrets, { directory, email })
  const common = { openAuthority, door, clock, log }
  const domains = createIssuer({ book: domainOrders({ db, secrets, clock }), ...common })
  const ours = createIssuer({ book: ownOrders({ db, secrets, own, clock }), ...common })
  const asked = mode === 'acme' ? [domains, ours] : [domains]
  return stopAll([...noted, ...asked.map((issuer) => every(LOOK_MS, () => issuer.issueDue(), log))])
}

function stopAll(tasks: readonly { stop(): void }[]): { stop(): void } {
  return { stop: () => tasks.forEach((task) => task.stop()) }
}
