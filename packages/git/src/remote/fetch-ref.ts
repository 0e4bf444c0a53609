import { chown, readdir } from 'node:fs/promises'
import path from 'node:path'
import { runGit } from '../program/git-program.ts'
import { ensureBareFolder, writeRefs } from '../repository/bare-folder.ts'
import { chooseRef } from './choose-ref.ts'
import type { RemoteAccess, RemoteLimits } from './remote-access.ts'
import { parseRemoteAddress } from './remote-address.ts'
import { remoteEnvironment } from './remote-environment.ts'
import { remoteRunner } from './remote-runner.ts'

const FETCHED = 'refs/heads/fetched'

/**
 * Fetches one commit, and nothing before it, into a folder that is there for this alone, and becomes a bare repository
 * of `user`, whom git runs as; returns the commit's name. `ref` null: the branch that the server has first. Errors:
 * git.address_invalid, git.remote_failed, git.access_denied, git.branch_unknown, git.too_large, git.objects_refused,
 * outbound.unreachable.
 */
export async function fetchRef(
  folder: string,
  wanted: { readonly url: string; readonly ref: string | null },
  access: RemoteAccess,
  bounds: { readonly limits: RemoteLimits; readonly user: number; readonly signal: AbortSignal },
): Promise<string> {
  const address = parseRemoteAddress(wanted.url)
  await ensureBareFolder(folder)
  await writeRefs(folder, new Map(), FETCHED)
  const { env, sshEnded } = await remoteEnvironment(folder, address, access)
  await giveTo(folder, bounds.user)
  const run = remoteRunner({ folder, env, sshEnded, address, ...bounds })
  const listed = await run(['ls-remote', '--symref', address.url, 'HEAD', 'refs/heads/*', 'refs/tags/*'])
  const ref = chooseRef(listed, wanted)
  const from = ['--depth=1', '--no-tags', '--no-write-fetch-head', '--quiet', address.url]
  await run(['fetch', ...from, `+${ref}:${FETCHED}`])
  const { user } = bounds
  return (await runGit(['rev-parse', '--verify', `${FETCHED}^{commit}`], { repository: folder, user })).trim()
}

/** Before anybody but the caller has written there. */
async function giveTo(folder: string, user: number): Promise<void> {
  for (const name of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, name), user, user)
  await chown(folder, user, user)
}
