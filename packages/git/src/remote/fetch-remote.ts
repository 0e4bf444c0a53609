import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { runGit } from '../program/git-program.ts'
import { checkRefName } from '../protocol/ref-name.ts'
import { ensureBareFolder, writeRefs } from '../repository/bare-folder.ts'
import type { RemoteAccess, RemoteLimits } from './remote-access.ts'
import { parseRemoteAddress } from './remote-address.ts'
import { remoteEnvironment } from './remote-environment.ts'
import { remoteRunner } from './remote-runner.ts'

export type FetchedCommit = {
  readonly commit: string
  readonly branch: string
  /** lines of known_hosts, with a server that was met for the first time */
  readonly hostKeys: string
}

/**
 * Fetches the newest commit of a branch, and nothing before it, into a folder that is there for this alone, and
 * becomes a bare repository.
 * `branch` null: the one that the server has first. Errors: git.address_invalid, git.remote_failed, git.access_denied,
 * git.branch_unknown, git.host_key_changed, git.too_large, git.objects_refused, outbound.unreachable.
 */
export async function fetchRemote(
  folder: string,
  wanted: { readonly url: string; readonly branch: string | null },
  access: RemoteAccess,
  limits: RemoteLimits,
): Promise<FetchedCommit> {
  const address = parseRemoteAddress(wanted.url)
  await ensureBareFolder(folder)
  await writeRefs(folder, new Map(), 'refs/heads/main')
  const { env, knownHosts, sshEnded } = await remoteEnvironment(folder, address, access)
  const run = remoteRunner({ folder, env, sshEnded, address, limits })
  const branch = chooseBranch(
    await run(['ls-remote', '--symref', address.url, 'HEAD', 'refs/heads/*']),
    wanted,
  )
  const ref = `refs/heads/${branch}`
  await run([
    'fetch',
    '--depth=1',
    '--no-tags',
    '--no-write-fetch-head',
    '--quiet',
    address.url,
    `+${ref}:${ref}`,
  ])
  const commit = (await runGit(['rev-parse', '--verify', `${ref}^{commit}`], { repository: folder })).trim()
  return { commit, branch, hostKeys: await readFile(knownHosts, 'utf8') }
}

const BRANCHES_NAMED = 20

/** Pure: `git ls-remote --symref` as it prints. Error: git.branch_unknown, which names those that are. */
export function chooseBranch(listed: string, wanted: { url: string; branch: string | null }): string {
  const lines = listed.split('\n')
  const head = lines.flatMap((line) => /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line)?.[1] ?? [])[0]
  const branches = lines.flatMap((line) => /^[0-9a-f]{40,64}\trefs\/heads\/(\S+)$/.exec(line)?.[1] ?? [])
  if (branches.length === 0)
    throw new BerthError('git.branch_unknown', `${wanted.url} has no branch yet: push to it first`)
  const asked = wanted.branch ?? head ?? branches[0] ?? ''
  if (!branches.includes(asked)) {
    const more = branches.length > BRANCHES_NAMED ? ', …' : ''
    throw new BerthError(
      'git.branch_unknown',
      `${wanted.url} has no branch ${asked}: it has ${branches.slice(0, BRANCHES_NAMED).join(', ')}${more}`,
      { details: { branches: branches.slice(0, BRANCHES_NAMED) } },
    )
  }
  checkRefName(`refs/heads/${asked}`)
  return asked
}
