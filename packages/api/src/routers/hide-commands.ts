import type { CronView, JobView } from '@berth/protocol'
import type { ApiContext } from '../context.ts'

type Asking = Pick<ApiContext, 'auth' | 'ip'> & {
  readonly actor: NonNullable<ApiContext['actor']>
  readonly tenant: { readonly name: string }
}

/** What somebody typed may hold a password: only who may run commands in the app reads it. */
export async function seenBy(ctx: Asking, app: string, jobs: readonly JobView[]): Promise<JobView[]> {
  const access = await ctx.auth.can({
    ...{ actor: ctx.actor, tenant: ctx.tenant.name, permission: 'app:exec', target: { app }, ip: ctx.ip },
  })
  return access === undefined ? jobs.map(withoutCommand) : [...jobs]
}

/** Entries are of the release, which everybody of the tenant reads; their last runs are jobs. */
export async function withRunsSeen(
  ctx: Asking,
  app: string,
  entries: readonly CronView[],
): Promise<CronView[]> {
  const runs = await seenBy(
    ctx,
    app,
    entries.flatMap(({ last }) => last ?? []),
  )
  return entries.map((entry) => ({ ...entry, last: runs.find(({ id }) => id === entry.last?.id) ?? null }))
}

function withoutCommand(job: JobView): JobView {
  return { ...job, command: null }
}
