import { BerthError } from '@berth/core'
import type { GitEnd } from '../program/git-program.ts'
import type { RemoteAddress } from './remote-address.ts'

/** What git said of a server that it did not get on with, in words; it and what the server said stay in the cause. */
export function remoteFailure(
  { host, protocol, url }: RemoteAddress,
  end: GitEnd,
  limits: { readonly maxBytes: number; readonly timedOut: boolean },
): BerthError {
  const said = end.stderr
  const cause = new Error(`git: ${end.signal ?? `code ${end.code}`}: ${said.trim()}`)
  const failed = (message: string) => new BerthError('git.remote_failed', message, { cause })
  const denied = (message: string) => new BerthError('git.access_denied', message, { cause })
  if (limits.timedOut) return failed(`${host} took too long to give the code: try again`)
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/.test(said))
    return new BerthError(
      'git.host_key_changed',
      `${host} shows another key than when it was met first: if its owner changed it, forget the old one (berth git forget)`,
      { cause },
    )
  if (/Permission denied \(|Load key|no such identity/i.test(said))
    return denied(`${host} did not take the deploy key of this app: add its public part there, for reading`)
  if (/Authentication failed|could not read Username|error: (401|403)/.test(said))
    return denied(
      `${host} wants a login for ${url}, or does not take the token: give the app a token for ${host}, or check the address`,
    )
  if (/not found|does not appear to be a git repository|error: 404|does not exist/i.test(said))
    return failed(
      `there is no repository at ${url}, or it is private${protocol === 'ssh' ? '' : `: then give the app a token for ${host}`}`,
    )
  if (/error: 3\d\d|redirect/.test(said))
    return failed(
      `${host} sends on to another address, which is not followed: write the address where the repository is`,
    )
  if (/certificate|SSL/.test(said)) return failed(`the certificate of ${host} is not trusted`)
  if (/fsck|corrupt|invalid (tree|commit|object)|inflate/i.test(said))
    return new BerthError('git.objects_refused', `the objects at ${url} are broken or not safe`, { cause })
  // an index-pack that its file limit ended says nothing
  if (/file too large|write error|invalid index-pack output/i.test(said))
    return new BerthError(
      'git.too_large',
      `the code at ${url} is larger than ${Math.floor(limits.maxBytes / 1024 ** 2)} MiB`,
      { cause },
    )
  return failed(`${host} was not reached, or its answer was not understood`)
}
