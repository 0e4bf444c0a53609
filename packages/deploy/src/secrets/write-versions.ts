import { BerthError, newId } from '@berth/core'
import type { Tx } from '@berth/db'
import { secretKindSchema } from '@berth/protocol'
import { fitsKind, type SecretChange } from './secret-fields.ts'
import type { SecretOwner } from './secret-owner.ts'
import type { SecretRefs } from './secret-refs.ts'

/** Writes a new version of each; returns what a release that has them holds. Within `inTenant`. */
export async function writeVersions(
  tx: Tx,
  options: {
    readonly owner: SecretOwner
    readonly set: SecretChange['set']
    /** name → sealed value */
    readonly sealed: Readonly<Record<string, string>>
    readonly by: string
  },
): Promise<SecretRefs> {
  const { owner, set, sealed, by } = options
  const refs: Record<string, SecretRefs[string]> = {}
  for (const [name, wish] of Object.entries(set)) {
    const where = named(owner, name)
    const before = await tx.secret.findUnique({ where })
    const kind = wish.as ?? secretKindSchema.parse(before?.as ?? 'env')
    if (!fitsKind(name, kind)) throw notAName(name)
    const { id, lastVersion } = await tx.secret.upsert({
      where,
      create: { id: newId('secret'), ...owner, name, as: kind, lastVersion: 1 },
      update: { as: kind, lastVersion: { increment: 1 } },
    })
    const version = { secretId: id, number: lastVersion, sealed: sealed[name] ?? '', createdBy: by }
    await tx.secretVersion.create({ data: version })
    refs[name] = { id, version: lastVersion, as: kind }
  }
  return refs
}

function named(owner: SecretOwner, name: string) {
  return 'appId' in owner ? { appId_name: { ...owner, name } } : { projectId_name: { ...owner, name } }
}

function notAName(name: string): BerthError {
  return new BerthError(
    'input.invalid',
    `"${name}" cannot be the name of a variable: use A-Z, a-z, 0-9 and _, or make it a file`,
    { details: { secret: name } },
  )
}
