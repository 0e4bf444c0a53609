import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { createIssuer, openAccount } from '@berth/domain'
import type { SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { every } from './every.ts'

const LOOK_MS = 2000

/** Asks for the certificates of domains until it is stopped; without an e-mail address nobody agreed to any terms. */
export function startCertificates(deps: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly directory: string
  readonly email: string | undefined
  readonly tlsPort: number
  readonly door: { refresh(): Promise<void> }
  readonly log: Logger
}): { stop(): void } {
  const { db, secrets, directory, email, door, log } = deps
  if (email === undefined || deps.tlsPort === 0) return { stop: () => undefined }
  const openAuthority = () => openAccount(db, secrets, { directory, email })
  const issuer = createIssuer({ db, secrets, openAuthority, door, clock: systemClock, log })
  return every(LOOK_MS, () => issuer.issueDue(), log)
}
