import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { isName } from '@berth/core'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

const REMOTE = 'berth'
const run = promisify(execFile)

export async function gitRemote(
  named: string | undefined,
  options: SessionOptions & { readonly ssh?: boolean; readonly sshPort?: number; readonly print?: boolean },
): Promise<void> {
  const app = named ?? path.basename(process.cwd())
  if (!isName(app))
    throw new UsageError(
      `"${app}" is no name of an app: berth git remote APP, with 2 to 32 of a-z, 0-9 and single "-"`,
    )
  const session = await openSession(options)
  const tenant = await session.tenant()
  const sshPort = options.ssh ? await findSshPort(session, options.sshPort) : 0
  const address = gitAddress({ url: session.url, tenant, app, ssh: options.ssh, sshPort })
  if (!options.print) await setRemote(address)
  if (options.json) return printJson({ remote: REMOTE, address, app })
  if (options.print) return printResult(address)
  say(`the remote "${REMOTE}" is ${address}: git push ${REMOTE} main`)
  if (!options.ssh)
    say(
      'git asks for a name, which may be anything, and a password: an API token with app:read and app:deploy',
    )
}

/** As the platform says it, unless one was named. Error: UsageError where git over SSH is off. */
async function findSshPort({ api }: Session, asked: number | undefined): Promise<number> {
  const port = asked ?? (await api.me.get.query()).sshPort
  if (port !== 0) return port
  throw new UsageError('this platform has no git over SSH: leave out --ssh')
}

/** `https://berth.example/git/acme/web.git`, `ssh://git@berth.example:7022/acme/web.git` */
export function gitAddress(to: {
  readonly url: string
  readonly tenant: string
  readonly app: string
  readonly ssh?: boolean | undefined
  readonly sshPort: number
}): string {
  const { url, tenant, app, ssh, sshPort } = to
  if (ssh) return `ssh://git@${new URL(url).hostname}:${sshPort}/${tenant}/${app}.git`
  return `${url}/git/${tenant}/${app}.git`
}

/** Error: UsageError outside of a repository. */
async function setRemote(address: string): Promise<void> {
  const remotes = await run('git', ['remote']).catch(() => {
    throw new UsageError('this folder is in no git repository: git init, and commit what is to be deployed')
  })
  const known = remotes.stdout.split('\n').includes(REMOTE)
  await run('git', known ? ['remote', 'set-url', REMOTE, address] : ['remote', 'add', REMOTE, address])
}
