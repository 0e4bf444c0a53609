import { BerthError, type Clock, newId, systemClock } from '@berth/core'
import { type App, type Db, findApp, type GitRemote, type Tx } from '@berth/db'
import { checkRefName, parseRemoteAddress } from '@berth/git/names'
import type { BuildDetailView, GitRemoteView } from '@berth/protocol'
import { deployFromGit } from './deploy-from-git.ts'
import { serverOf } from './server-of.ts'
import { newDeployKey } from './deploy-key.ts'
import { knownHosts } from './known-hosts.ts'
import type {
  DeployFromGit,
  EnsureApp,
  FetchSource,
  RemoteCaller,
  SealSecrets,
  StartRemoteBuild,
} from './remote-ports.ts'

type Ask = RemoteCaller & { readonly app: string }

/** Code of apps that lies at other git servers. Error of all: app.not_found. */
export type GitRemoteService = {
  get(ask: Ask): Promise<GitRemoteView>
  /** Fetches, builds and deploys. Errors: git.*, outbound.unreachable, source.too_large, quota.exceeded, input.invalid. */
  deploy(ask: DeployFromGit): Promise<BuildDetailView>
  /** Which branch is deployed, by pushes here and at the provider. Error: input.invalid. */
  setBranch(ask: Ask & { readonly branch: string }): Promise<GitRemoteView>
  /** Makes a deploy key in place of the one before; the app is made when it is new. */
  makeKey(ask: Ask): Promise<GitRemoteView>
  /** Keeps a token for one server (`host`, or `host:port`), in place of the one before; null: none any more. The app is made when it is new. */
  setToken(ask: Ask & { readonly host: string; readonly token: string | null }): Promise<GitRemoteView>
  /** Meets ssh servers anew. */
  forgetHosts(ask: Ask): Promise<GitRemoteView>
}

export function createGitRemotes(deps: {
  readonly db: Db
  readonly seal: SealSecrets
  readonly fetch: FetchSource
  readonly ensureApp: EnsureApp
  readonly startBuild: StartRemoteBuild
  readonly clock?: Clock
}): GitRemoteService {
  const { db, seal, ensureApp, clock = systemClock } = deps
  const get = async (ask: Ask) => {
    const app = await findApp(db, ask)
    return viewOf(app, await db.gitRemote.findUnique({ where: { appId: app.id } }))
  }
  const change = async (ask: Ask, appId: string, what: string, data: Partial<GitRemote>) => {
    const now = { ...data, updatedBy: ask.by, updatedAt: clock.now() }
    await db.$transaction(async (tx) => {
      await tx.gitRemote.upsert({ where: { appId }, create: { appId, ...now }, update: now })
      await audit(tx, ask, what)
    })
    return get(ask)
  }
  return {
    get,
    deploy: (ask) => deployFromGit({ ...deps, clock }, ask),
    async setBranch(ask) {
      const { id } = await findApp(db, ask)
      checkRefName(`refs/heads/${ask.branch}`)
      await db.$transaction(async (tx) => {
        await tx.app.update({ where: { id }, data: { deployBranch: ask.branch } })
        await audit(tx, ask, 'app.git_branch_changed', { branch: ask.branch })
      })
      return get(ask)
    },
    async makeKey(ask) {
      const { id, name } = await ensureApp(ask)
      const { seed, publicKey } = newDeployKey(`berth-${ask.tenant.name}-${name}`)
      const { seed: keySeed = null } = await seal(ask.tenant.id, { seed })
      return change(ask, id, 'app.git_key_made', { keySeed, publicKey })
    },
    async setToken({ host: given, token, ...ask }) {
      const tokenHost = serverOf(parseRemoteAddress(`https://${given}/x`))
      if (token !== null && !/^[!-~]{1,4096}$/.test(token))
        throw new BerthError('input.invalid', 'a token is one line of ASCII without blanks')
      const { id } = await ensureApp(ask)
      const sealed = token === null ? null : ((await seal(ask.tenant.id, { token }))['token'] ?? null)
      const kept = { token: sealed, tokenHost: sealed === null ? null : tokenHost }
      return change(ask, id, 'app.git_token_changed', kept)
    },
    async forgetHosts(ask) {
      const { id } = await findApp(db, ask)
      return change(ask, id, 'app.git_hosts_forgotten', { hostKeys: '' })
    },
  }
}

async function audit(tx: Tx, { tenant, by, ip = null, app }: Ask, action: string, data = {}): Promise<void> {
  const entry = { tenantId: tenant.id, by, ip, action, target: app, outcome: 'allowed', data }
  await tx.audit.create({ data: { id: newId('audit'), ...entry } })
}

function viewOf(app: App, remote: GitRemote | null): GitRemoteView {
  return {
    app: app.name,
    branch: app.deployBranch,
    url: remote?.url ?? null,
    directory: remote?.directory ?? null,
    publicKey: remote?.publicKey ?? null,
    tokenHost: remote?.tokenHost ?? null,
    hosts: knownHosts(remote?.hostKeys ?? ''),
  }
}
