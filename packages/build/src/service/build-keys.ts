import { BerthError } from '@berth/core'
import type { Build, Tx } from '@berth/db'
import { privateKeyFrom } from '@berth/git/key'
import { z } from 'zod'
import type { SecretBox } from './ports.ts'

/** What `RUN --mount=type=ssh` means when it names no key. */
const USUAL = 'default'

/** Keys that are given with a build: id → private key; null: the deploy key of its app. */
export type AskedKeys = Readonly<Record<string, string | null>>

const sealedSchema = z.record(z.string(), z.string())

/** Those that are to be sealed. Error: input.invalid, for what is no key, or a deploy key that is not there. */
export async function givenKeys(
  tx: Pick<Tx, 'gitRemote'>,
  appId: string | undefined,
  asked: AskedKeys,
): Promise<Record<string, string>> {
  const keys: Record<string, string> = {}
  for (const [id, key] of Object.entries(asked)) {
    if (key === null) await checkDeployKey(tx, appId, id)
    else keys[id] = await checked(key)
  }
  return keys
}

/** What reads keys is large, and most builds have none. */
async function checked(key: string): Promise<string> {
  const { readAgentKey } = await import('../ssh/agent-key.ts')
  readAgentKey(key)
  return key
}

async function checkDeployKey(
  tx: Pick<Tx, 'gitRemote'>,
  appId: string | undefined,
  id: string,
): Promise<void> {
  if (id === USUAL && (await deployKeySeed(tx, appId ?? null)) !== null) return
  throw new BerthError(
    'input.invalid',
    id === USUAL
      ? 'the app has no deploy key: make one with berth git key, or give a key with --ssh default=FILE'
      : `--ssh ${id} names no key: write it as --ssh ${id}=FILE`,
    { details: { id } },
  )
}

/** What its steps may sign with: id → private key. The deploy key of its app is the usual one, unless another was given. */
export async function mountableKeys(
  { db, secrets }: { readonly db: Pick<Tx, 'gitRemote'>; readonly secrets: SecretBox },
  build: Build,
): Promise<Record<string, string>> {
  const given = sealedSchema.parse(build.ssh)
  const seed = Object.hasOwn(given, USUAL) ? null : await deployKeySeed(db, build.appId)
  const opened = await secrets.open(build.tenantId, { ...given, ...(seed !== null && { [USUAL]: seed }) })
  if (seed === null) return opened
  return { ...opened, [USUAL]: privateKeyFrom(Buffer.from(opened[USUAL] ?? '', 'base64')) }
}

/** Sealed. */
async function deployKeySeed(tx: Pick<Tx, 'gitRemote'>, appId: string | null): Promise<string | null> {
  if (appId === null) return null
  const remote = await tx.gitRemote.findUnique({ where: { appId }, select: { keySeed: true } })
  return remote?.keySeed ?? null
}
