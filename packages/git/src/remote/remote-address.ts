import { BerthError } from '@berth/core'

/** Where somebody else's repository is. */
export type RemoteAddress = {
  readonly protocol: 'https' | 'ssh'
  /** in lower case; a name or an IPv4 address */
  readonly host: string
  readonly port: number
  /** as git is given it: `https://host/path`, `ssh://user@host:port/path` */
  readonly url: string
}

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/
const USER = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/
/** of a URL: what a shell, git or ssh could read as anything else is left out */
const PATH = /^[A-Za-z0-9._~%+@:/-]{1,1000}$/
const SCP = /^([^@/:\s]+)@([^@/:\s]+):(?!\/\/)(.+)$/

/**
 * `https://host/owner/repository.git`, `ssh://git@host/owner/repository.git` or `git@host:owner/repository.git`.
 * Error: git.address_invalid, also for other protocols and for a login in an https address.
 */
export function parseRemoteAddress(text: string): RemoteAddress {
  const [, scpUser, scpHost, scpPath] = SCP.exec(text.trim()) ?? []
  if (scpUser !== undefined && scpHost !== undefined && scpPath !== undefined)
    return sshAddress({ user: scpUser, host: scpHost, port: 22, path: `/${scpPath.replace(/^\/+/, '')}` })
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (url?.search || url?.hash) throw invalid('it ends with its path: leave out "?" and "#"')
  switch (url?.protocol) {
    case 'https:':
      return httpsAddress(url)
    case 'ssh:':
      if (url.password) throw invalid('leave the password out: use the deploy key of the app')
      return sshAddress({
        user: url.username || 'git',
        host: url.hostname,
        port: url.port ? Number(url.port) : 22,
        path: url.pathname,
      })
    default:
      throw invalid('write https://host/owner/repository.git or git@host:owner/repository.git')
  }
}

function httpsAddress(url: URL): RemoteAddress {
  if (url.username || url.password)
    throw invalid('leave user, password and token out of the address: give the app a token for this host')
  const host = checkHost(url.hostname)
  const path = checkPath(url.pathname)
  const port = url.port ? Number(url.port) : 443
  return { protocol: 'https', host, port, url: `https://${host}${port === 443 ? '' : `:${port}`}${path}` }
}

function sshAddress(parts: { user: string; host: string; port: number; path: string }): RemoteAddress {
  if (!USER.test(parts.user)) throw invalid('the user is 1 to 64 of letters, digits and . _ -')
  const host = checkHost(parts.host)
  const path = checkPath(parts.path)
  return { protocol: 'ssh', host, port: parts.port, url: `ssh://${parts.user}@${host}:${parts.port}${path}` }
}

function checkHost(given: string): string {
  const host = given.toLowerCase()
  if (HOST.test(host)) return host
  throw invalid('the host is a name, or an address of IPv4')
}

function checkPath(path: string): string {
  if (PATH.test(path) && path.replaceAll('/', '') !== '' && !path.split('/').includes('..')) return path
  throw invalid('its path is /owner/repository.git, of letters, digits and . _ ~ - + @')
}

function invalid(why: string): BerthError {
  return new BerthError('git.address_invalid', `this is no address of a git repository: ${why}`)
}
