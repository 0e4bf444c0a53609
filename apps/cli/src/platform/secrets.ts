import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { exists } from './exists.ts'
import type { Paths } from './paths.ts'
import { clusterDir } from './postgres.ts'
import { listIfThere } from './read-if-there.ts'
import type { PlatformUser, UserIds } from './users.ts'

type SecretFile = { readonly name: string; readonly reader: PlatformUser | 'root'; readonly value: string }

/** Every secret file of a data folder, and who may read it. `agent.token` joins when the database has made it. */
const SECRET_READERS: Readonly<Record<string, PlatformUser | 'root'>> = {
  'master.key': 'berth-control',
  'registry.key': 'berth-control',
  'pepper.control': 'berth-control',
  'ticket.control': 'berth-control',
  'auth.secret': 'berth-web',
  'pepper.web': 'berth-web',
  'ticket.web': 'berth-web',
  'redis.control': 'root',
  'redis.web': 'root',
}

/**
 * Made once, all together, when the data folder is new. Afterwards a missing one is never replaced: what was sealed
 * or signed with it would be lost without a word. Error: secret.missing.
 */
export async function ensureSecrets(
  paths: Pick<Paths, 'dir' | 'secrets' | 'adminFile'>,
  users: UserIds,
): Promise<void> {
  const dir = paths.secrets
  const present = await listIfThere(dir)
  if (!present && (await isNew(paths))) return await makeSecrets(dir, users)
  const missing = Object.keys(SECRET_READERS).filter((name) => !present?.includes(name))
  if (missing.length === 0) return
  throw new BerthError(
    'secret.missing',
    `${present ? missing.map((name) => path.join(dir, name)).join(', ') : dir} is missing: restore it from a backup of the data folder, what it protects cannot be read without it`,
    { details: { missing } },
  )
}

/** Nothing was sealed or signed yet: the secrets are made before the database and the administrator. */
async function isNew(paths: Pick<Paths, 'dir' | 'adminFile'>): Promise<boolean> {
  return !(await exists(clusterDir(paths))) && !(await exists(paths.adminFile))
}

async function makeSecrets(dir: string, users: UserIds): Promise<void> {
  const aside = `${dir}.new`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside)
  await chmod(aside, 0o711)
  for (const secret of newSecrets()) await writeSecret(aside, secret, users)
  await rename(aside, dir)
}

/** One file with one reader. */
export async function writeSecret(dir: string, secret: SecretFile, users: UserIds): Promise<void> {
  const file = path.join(dir, secret.name)
  await writeFile(file, `${secret.value}\n`, { mode: 0o600, flush: true })
  if (secret.reader !== 'root') await chown(file, users.uid[secret.reader], users.gid)
  await chmod(file, 0o400)
}

/** What two processes share is one value in two files, so that each file has one reader. */
function newSecrets(): SecretFile[] {
  const shared = { pepper: newKey(), ticket: newKey() }
  const valueOf = (name: string) =>
    name.startsWith('pepper.') ? shared.pepper : name.startsWith('ticket.') ? shared.ticket : newKey()
  return Object.entries(SECRET_READERS).map(([name, reader]) => ({ name, reader, value: valueOf(name) }))
}

/** 32 random bytes. */
function newKey(): string {
  return randomBytes(32).toString('base64url')
}
