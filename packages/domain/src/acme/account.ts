import type { Db } from '@berth/db'
import { openOne, sealOne, type SecretBox } from '../ports.ts'
import { type Authority, createAuthority, newAccountKey } from './authority.ts'

/** A sealed account opens as one, and never as something of a tenant. */
const CONTEXT = 'acme account'

export type AcmeSettings = {
  /** address of the authority's directory */
  readonly directory: string
  /** whom the authority writes to; whoever gives it agrees to the authority's terms */
  readonly email: string
}

/**
 * The platform's account with this authority, made when there is none; of several processes one makes it. Another
 * e-mail address than before is told to the authority.
 */
export async function openAccount(
  db: Db,
  secrets: SecretBox,
  { directory, email }: AcmeSettings,
): Promise<Authority> {
  const sealed = await sealOne(secrets, CONTEXT, await newAccountKey())
  await db.acmeAccount.createMany({ data: { directory, key: sealed }, skipDuplicates: true })
  const row = await db.acmeAccount.findUniqueOrThrow({ where: { directory } })
  const key = await openOne(secrets, CONTEXT, row.key)
  const authority = createAuthority({ directory, key, ...(row.url === null ? {} : { url: row.url }) })
  if (row.url !== null && row.email === email) return authority
  const url = await authority.enrol(email)
  await db.acmeAccount.update({ where: { directory }, data: { url, email } })
  return authority
}
