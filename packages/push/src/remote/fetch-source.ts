import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import {
  archiveCommit,
  fetchRemote,
  hasFolder,
  parseRemoteAddress,
  readCommit,
  type RemoteAccess,
  type RemoteLimits,
} from '@berth/git'
import { privateKeyFrom } from '@berth/git/key'
import type { PushBuilds } from '../ports.ts'
import { createTurns } from './fetch-turns.ts'
import { FETCHES_AT_ONCE } from './fetches-at-once.ts'
import type { FetchSource, SealSecrets, SourceWanted } from './remote-ports.ts'
import { serverOf } from './server-of.ts'

const LIMITS: RemoteLimits & { readonly sourceBytes: number } = {
  maxBytes: 1024 ** 3,
  timeoutMs: 5 * 60_000,
  sourceBytes: 512 * 1024 ** 2,
}

/** Fetches the newest commit of a branch from another git server into the store of sources. */
export function createFetchSource(options: {
  readonly db: Db
  /** folder for what is fetched; each fetch has its own below, which goes with it */
  readonly root: string
  readonly keepSource: PushBuilds['keepSource']
  readonly open: SealSecrets
  readonly locate: RemoteAccess['locate']
  readonly caFile?: string | undefined
  readonly limits?: typeof LIMITS
}): FetchSource {
  const { db, root, keepSource, limits = LIMITS } = options
  const turns = createTurns(FETCHES_AT_ONCE)
  return (wanted) =>
    turns.take(wanted.tenantId, async () => {
      await sweep(root)
      const folder = await mkdtemp(path.join(root, 'fetch-'))
      try {
        const access = await accessOf({ ...options, db }, wanted)
        const { commit, branch, hostKeys } = await fetchRemote(folder, wanted, access, limits)
        const objects = { repository: folder }
        const facts = await readCommit(objects, commit)
        const tree = wanted.directory === null ? commit : `${commit}:${wanted.directory}`
        if (wanted.directory !== null && !(await hasFolder(objects, tree)))
          throw new BerthError(
            'input.invalid',
            `there is no folder ${wanted.directory} in branch ${branch} of ${wanted.url}`,
          )
        const content = archiveCommit(objects, tree, { maxBytes: limits.sourceBytes })
        const { id } = await keepSource({ tenantId: wanted.tenantId, by: wanted.by, content })
        const { subject, author, at, submodules } = facts
        const origin = { kind: 'git' as const, commit, branch, subject, author, url: wanted.url }
        return { source: id, origin, sourceDateEpoch: at, hostKeys, submodules: [...submodules] }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
}

/** Makes the folder, and removes what a killed process left in it. */
async function sweep(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  for (const name of await readdir(root)) {
    const folder = path.join(root, name)
    const made = await stat(folder).catch(() => undefined) // another fetch has just removed its own
    if (made && Date.now() - made.mtimeMs > LEFT_MS) await rm(folder, { recursive: true, force: true })
  }
}

/** far longer than a fetch may take */
const LEFT_MS = 60 * 60_000

/** A token goes to the server that it was given for, and nowhere else. */
async function accessOf(
  {
    db,
    open,
    locate,
    caFile,
  }: Pick<Parameters<typeof createFetchSource>[0], 'db' | 'open' | 'locate' | 'caFile'>,
  { appId, tenantId, url }: SourceWanted,
): Promise<RemoteAccess> {
  const server = serverOf(parseRemoteAddress(url))
  const remote =
    appId === null
      ? null
      : await db.gitRemote.findFirst({ where: { appId, app: { tenantId, deletedAt: null } } })
  const { seed, token } = await open(tenantId, {
    ...(remote !== null && remote.keySeed !== null && { seed: remote.keySeed }),
    ...(remote !== null && remote.token !== null && remote.tokenHost === server && { token: remote.token }),
  })
  return {
    ...{ locate, caFile, token },
    hostKeys: remote?.hostKeys ?? '',
    privateKey: seed === undefined ? undefined : privateKeyFrom(Buffer.from(seed, 'base64')),
  }
}
