import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import type { GitRemoteView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { explainError } from '../session/explain-error.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

export async function gitBranch(
  app: string,
  branch: string | undefined,
  options: SessionOptions,
): Promise<void> {
  const { git, tenant } = await open(options)
  const view =
    branch === undefined
      ? await git.get.query({ tenant, app })
      : await git.setBranch.mutate({ tenant, app, branch })
  if (options.json) return printJson({ app, branch: view.branch })
  printResult(view.branch)
  if (branch !== undefined) say(`a push to ${branch} is built and deployed from now on`)
}

export async function showSource(app: string, options: SessionOptions): Promise<void> {
  const { git, tenant } = await open(options)
  const view = await git.get.query({ tenant, app })
  if (options.json) return printJson(view)
  printResult(describe(view).join('\n'))
}

/** The one that is there, else a new one. */
export async function gitKey(
  app: string,
  options: SessionOptions & { readonly renew?: boolean },
): Promise<void> {
  const { git, tenant } = await open(options)
  const known = options.renew ? null : await knownKey(git, { tenant, app })
  const publicKey = known ?? (await git.makeKey.mutate({ tenant, app })).publicKey
  if (options.json) return printJson({ app, publicKey })
  printResult(publicKey ?? '')
  say(
    'add it to the repository as a deploy key, for reading; then: berth deploy APP --git git@host:owner/name.git',
  )
}

export async function gitToken(
  app: string,
  host: string,
  options: SessionOptions & { readonly remove?: boolean },
): Promise<void> {
  const token = options.remove ? null : (await text(process.stdin)).trim()
  if (token === '') throw new UsageError('no token came on standard input')
  const { git, tenant } = await open(options)
  const view = await git.setToken.mutate({ tenant, app, host, token })
  if (options.json) return printJson(view)
  say(
    token === null ? `no token is kept for ${app} any more` : `code of ${app} at ${host} is fetched with it`,
  )
}

export async function forgetHosts(app: string, options: SessionOptions): Promise<void> {
  const { git, tenant } = await open(options)
  const view = await git.forgetHosts.mutate({ tenant, app })
  if (options.json) return printJson(view)
  say(`the next fetch of ${app} meets its server anew`)
}

async function open(options: SessionOptions) {
  const session = await openSession(options)
  return { git: session.api.git, tenant: await session.tenant() }
}

/** Null also for an app that is not there yet, which gets a key as it is made. */
async function knownKey(
  git: Session['api']['git'],
  ask: { tenant: string; app: string },
): Promise<string | null> {
  try {
    return (await git.get.query(ask)).publicKey
  } catch (error) {
    const known = explainError(error)
    if (known instanceof BerthError && known.code === 'app.not_found') return null
    throw error
  }
}

function describe(view: GitRemoteView): string[] {
  return [
    `address    ${view.url ?? 'none: berth deploy APP --git URL'}`,
    `branch     ${view.branch}`,
    `folder     ${view.directory ?? 'all of it'}`,
    `deploy key ${view.publicKey ?? 'none: berth git key APP'}`,
    `token      ${view.tokenHost === null ? 'none' : `for ${view.tokenHost}`}`,
    ...view.hosts.map(({ host, fingerprint }) => `known host ${host} ${fingerprint}`),
  ]
}
