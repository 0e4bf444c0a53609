import { gitFailed, startGit } from '../program/git-program.ts'
import type { RemoteLimits } from './remote-access.ts'
import type { RemoteAddress } from './remote-address.ts'
import { remoteFailure } from './remote-failure.ts'
import { watchStall } from './watch-stall.ts'

const OUTPUT_MAX = 4 * 1024 * 1024
const LIST_MS = 20_000
const STALL_MS = 30_000

/** Runs git against the server: bounded in time, files and output, and ended with all that it started. */
export function remoteRunner(place: {
  readonly folder: string
  readonly env: Record<string, string>
  /** see RemoteEnvironment */
  readonly sshEnded: string | null
  readonly address: RemoteAddress
  readonly limits: RemoteLimits
  readonly user?: number
  readonly signal?: AbortSignal
}) {
  const { folder, env, sshEnded, address, limits, user } = place
  const overtime = AbortSignal.timeout(limits.timeoutMs)
  return async (args: readonly string[]): Promise<string> => {
    const isList = args[0] === 'ls-remote'
    const slow = new AbortController()
    const late = setTimeout(() => slow.abort(), isList ? (limits.listMs ?? LIST_MS) : limits.timeoutMs)
    const unwatch =
      isList || sshEnded === null
        ? () => undefined
        : watchStall({ folder, sshEnded, everyMs: limits.stallMs ?? STALL_MS, onStall: () => slow.abort() })
    const signal = AbortSignal.any([overtime, slow.signal, ...(place.signal ? [place.signal] : [])])
    const git = startGit(args, {
      repository: folder,
      env,
      signal,
      fileBytes: limits.maxBytes,
      ownGroup: true,
      user,
    })
    git.child.stdin.end()
    let output = ''
    git.child.stdout.setEncoding('utf8')
    git.child.stdout.on('data', (text: string) => {
      if (output.length < OUTPUT_MAX) output += text
    })
    const end = await git.ended.finally(() => {
      clearTimeout(late)
      unwatch()
    })
    if (end.code === 0) return output
    if (end.code === null && end.signal === null) throw gitFailed(args[0] ?? '', end)
    throw remoteFailure(address, end, {
      maxBytes: limits.maxBytes,
      timedOut: overtime.aborted || slow.signal.aborted,
    })
  }
}
