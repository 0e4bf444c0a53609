import { parseName } from '@berth/core'
import type { DeployContext } from './context.ts'
import { findOrCreateApp } from './find-app.ts'
import { inTenant } from './locks.ts'
import type { AppTarget } from './requests.ts'

export type AppRef = { readonly id: string; readonly name: string; readonly projectId: string }

/** The app of this name, made when it is new. Errors: name.invalid, name.reserved, input.invalid (another project). */
export async function ensureApp(
  { db }: Pick<DeployContext, 'db'>,
  target: AppTarget & { readonly project?: string | undefined },
): Promise<AppRef> {
  const app = parseName('app', target.app)
  const project = target.project === undefined ? undefined : parseName('project', target.project)
  return inTenant(db, target.tenant.id, async (tx) => {
    const { id, name, projectId } = await findOrCreateApp(tx, target, { app, project })
    return { id, name, projectId }
  })
}
