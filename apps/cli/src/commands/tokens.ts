import { PERMISSIONS, type Permission } from '@berth/core'
import { parseDuration } from '../arguments/moment.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { localDate, sayWhen } from '../terminal/when.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 366

export async function listTokens(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.tokens.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['ID', 'NAME', 'KIND', 'SCOPES', 'REPOSITORIES', 'EXPIRES', 'LAST USED'],
      ...list.map((token) => [
        token.id,
        token.name,
        token.kind,
        token.scopes.join(' '),
        token.repositories.join(' ') || 'all',
        token.revokedAt ? 'revoked' : sayWhen(token.expiresAt),
        token.lastUsedAt ? sayWhen(token.lastUsedAt) : 'never',
      ]),
    ]),
  )
}

export async function createToken(
  options: SessionOptions & {
    readonly name: string
    readonly scope: readonly string[]
    readonly repository?: readonly string[]
    readonly expires: string
  },
): Promise<void> {
  const scopes = options.scope.map(parseScope)
  const expiresInDays = parseDays(options.expires)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const { token, view } = await session.api.tokens.create.mutate({
    tenant,
    name: options.name,
    scopes,
    expiresInDays,
    repositories: (options.repository ?? []).map((name) => withinTenant(name, tenant)),
  })
  if (options.json) return printJson({ ...view, token })
  say(`token ${view.id} is good until ${localDate(view.expiresAt)}; it is shown only this once:`)
  printResult(token)
}

export async function revokeToken(id: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  await session.api.tokens.revoke.mutate({ tenant: await session.tenant(), id })
  if (options.json) return printJson({ id, state: 'revoked' })
  say(`token ${id} is revoked`)
}

function parseScope(text: string): Permission {
  const scope = PERMISSIONS.find((permission) => permission === text)
  if (scope) return scope
  throw new UsageError(`there is no scope "${text}": choose of ${PERMISSIONS.join(', ')}`)
}

/** A repository may be written with its tenant in front, as docker wants it. */
function withinTenant(name: string, tenant: string): string {
  return name.startsWith(`${tenant}/`) ? name.slice(tenant.length + 1) : name
}

function parseDays(text: string): number {
  const days = (parseDuration(text) ?? 0) / DAY_MS
  if (days >= 1 && days <= MAX_DAYS) return Math.floor(days)
  throw new UsageError(`--expires ${text}: write 1d to ${MAX_DAYS}d, as 30d`)
}
