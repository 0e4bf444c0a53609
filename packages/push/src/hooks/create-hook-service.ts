import { randomBytes } from 'node:crypto'
import { type Clock, newId, systemClock } from '@berth/core'
import { type Db, findApp, type Tx } from '@berth/db'
import type { GitDeliveryView, GitHookSecretView, GitHookView } from '@berth/protocol'
import type { RemoteCaller, SealSecrets } from '../remote/remote-ports.ts'
import { hashText } from './check-signature.ts'

type Ask = RemoteCaller & { readonly app: string }

const SHOWN = 50

/** The address that a provider calls when somebody pushed there. Error of all: app.not_found. */
export type GitHookService = {
  get(ask: Ask): Promise<GitHookView>
  /** Makes one, or a new one in place of it: the old address is dead at once. */
  renew(ask: Ask): Promise<GitHookSecretView>
  remove(ask: Ask): Promise<GitHookView>
}

export function createGitHooks(deps: {
  readonly db: Db
  readonly seal: SealSecrets
  /** public address of the platform */
  readonly url: string
  readonly clock?: Clock
}): GitHookService {
  const { db, seal, url, clock = systemClock } = deps
  const get = async (ask: Ask): Promise<GitHookView> => {
    const { id } = await findApp(db, ask)
    const hook = await db.gitHook.findUnique({ where: { appId: id } })
    const rows = await db.gitDelivery.findMany({
      where: { appId: id },
      orderBy: { createdAt: 'desc' },
      take: SHOWN,
    })
    return { since: hook?.createdAt ?? null, by: hook?.createdBy ?? null, deliveries: rows.map(viewOf) }
  }
  return {
    get,
    async renew(ask) {
      const { id } = await findApp(db, ask)
      const [path, plain] = [randomBytes(24).toString('base64url'), randomBytes(32).toString('base64url')]
      const { secret = '' } = await seal(ask.tenant.id, { secret: plain })
      const hook = { pathHash: hashText(path), secret, createdBy: ask.by, createdAt: clock.now() }
      await db.$transaction(async (tx) => {
        await tx.gitHook.upsert({ where: { appId: id }, create: { appId: id, ...hook }, update: hook })
        await audit(tx, ask)
      })
      return { ...(await get(ask)), url: `${url}/hooks/${id}/${path}`, secret: plain }
    },
    async remove(ask) {
      const { id } = await findApp(db, ask)
      await db.$transaction(async (tx) => {
        await tx.gitHook.deleteMany({ where: { appId: id } })
        await audit(tx, ask)
      })
      return get(ask)
    },
  }
}

async function audit(tx: Tx, { tenant, by, ip = null, app: target }: Ask): Promise<void> {
  const entry = { tenantId: tenant.id, by, ip, target, outcome: 'allowed', data: {} }
  await tx.audit.create({ data: { id: newId('audit'), action: 'app.git_hook_changed', ...entry } })
}

function viewOf(row: {
  id: string
  provider: string
  event: string
  branch: string | null
  commit: string | null
  state: string
  message: string | null
  buildId: string | null
  createdAt: Date
}): GitDeliveryView {
  const { id, provider, event, branch, commit, message, buildId, createdAt } = row
  const state = STATES.find((one) => one === row.state) ?? 'failed'
  return { id, provider, event, branch, commit, state, message, build: buildId, createdAt }
}

const STATES = ['ignored', 'waiting', 'running', 'built', 'failed'] as const
