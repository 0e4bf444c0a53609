import { type App, type Db, forTenant, type Project } from '@berth/db'
import type { ProjectAppView, ProjectEnvView, ProjectView } from '@berth/protocol'
import { baseRelease } from '../find-app.ts'
import { secretRefs } from '../secrets/secret-refs.ts'
import { behind, overridden, type Shared } from './environment-of.ts'
import { releaseEnvironment } from './release-environment.ts'
import { sharedEnvOf, sharedOf } from './shared-env.ts'

const ITS_APPS = { where: { deletedAt: null, kind: 'app' }, orderBy: { name: 'asc' } } as const

/** In the order of their names. */
export async function listProjects(db: Db, tenantId: string): Promise<ProjectView[]> {
  const rows = await forTenant(db, tenantId).project.findMany({
    include: { _count: { select: { apps: { where: ITS_APPS.where } } } },
    orderBy: { name: 'asc' },
  })
  return rows.map((row) => ({
    name: row.name,
    apps: row._count.apps,
    variables: Object.keys(sharedEnvOf(row)).length,
    secrets: Object.keys(secretRefs(row)).length,
    createdAt: row.createdAt,
  }))
}

/** Names, and how far its apps are with them; no values. */
export async function readProjectEnv(db: Db, project: Project): Promise<ProjectEnvView> {
  const tenantDb = forTenant(db, project.tenantId)
  const apps = await tenantDb.app.findMany({
    ...ITS_APPS,
    where: { ...ITS_APPS.where, projectId: project.id },
  })
  const shared = sharedOf(project)
  const views: ProjectAppView[] = []
  for (const app of apps) views.push(await readApp(tenantDb, app, shared))
  return { project: project.name, names: Object.keys(shared.env).toSorted(), apps: views }
}

async function readApp(
  tx: Parameters<typeof baseRelease>[0],
  app: App,
  shared: Shared,
): Promise<ProjectAppView> {
  const row = await baseRelease(tx, app)
  const known = { name: app.name, running: app.desired === 'running' }
  if (!row) return { ...known, release: null, overrides: [], behind: [] }
  const release = releaseEnvironment(row)
  return {
    ...known,
    release: row.number,
    overrides: overridden(release, shared),
    behind: behind(release, shared),
  }
}
