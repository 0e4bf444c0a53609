import { BerthError, newId } from '@berth/core'
import { type App, recordEvent, type Release, type Tx } from '@berth/db'
import type { Caller } from './requests.ts'
import { ACTIVE } from './write-deploy.ts'

/** The app of this name, made when there is none. Within `inTenant`: names are unique among apps that exist. */
export async function findOrCreateApp(
  tx: Tx,
  caller: Caller,
  names: { readonly app: string; readonly project?: string | undefined },
): Promise<App> {
  const existing = await tx.app.findFirst({
    where: { tenantId: caller.tenant.id, name: names.app, kind: 'app', deletedAt: null },
    include: { project: true },
  })
  if (!existing) return createApp(tx, caller, names.app, names.project ?? 'default')
  if (names.project !== undefined && names.project !== existing.project.name) {
    throw new BerthError(
      'input.invalid',
      `app ${names.app} is in project ${existing.project.name}: it cannot move to ${names.project}`,
    )
  }
  return existing
}

async function createApp(tx: Tx, { tenant, by }: Caller, name: string, projectName: string): Promise<App> {
  const where = { tenantId_name: { tenantId: tenant.id, name: projectName } }
  const project = await tx.project.upsert({
    where,
    create: { id: newId('project'), tenantId: tenant.id, name: projectName },
    update: {},
  })
  const app = await tx.app.create({
    data: { id: newId('app'), tenantId: tenant.id, projectId: project.id, name },
  })
  await recordEvent(tx, {
    tenantId: tenant.id,
    type: 'app.created',
    appId: app.id,
    appName: name,
    by,
    message: `app ${name} was created`,
  })
  return app
}

/** What a change builds on: the release on its way, else the one that serves, else the newest that was tried. */
export async function baseRelease(tx: Pick<Tx, 'deploy' | 'release'>, app: App): Promise<Release | null> {
  const active = await tx.deploy.findFirst({
    where: { appId: app.id, ...ACTIVE },
    orderBy: { fence: 'desc' },
    include: { release: true },
  })
  if (active) return active.release
  if (app.releaseId) return tx.release.findUnique({ where: { id: app.releaseId } })
  return tx.release.findFirst({ where: { appId: app.id }, orderBy: { number: 'desc' } })
}
