import { type App, type Db, forTenant, type Prisma } from '@berth/db'
import { cronEntriesSchema, type ReleaseView } from '@berth/protocol'
import { instancesOf } from './model.ts'
import { healthOfProcess, portOf } from './processes/of-process.ts'
import { inheritedNames, inheritedSecretNames } from './projects/inherited-names.ts'
import { judgeReleases, type Judgement } from './release-state.ts'
import { optionsOf, releaseModel, restartOf, sealedEnv } from './rows.ts'
import { secretRefs } from './secrets/secret-refs.ts'

const MAX_SHOWN = 200

const INCLUDE = {
  deploys: { orderBy: { fence: 'desc' }, take: 1, select: { state: true, reason: true } },
} satisfies Prisma.ReleaseInclude

type Row = Prisma.ReleaseGetPayload<{ include: typeof INCLUDE }>

/** Newest first. */
export async function listReleases(db: Db, app: App): Promise<ReleaseView[]> {
  const rows = await forTenant(db, app.tenantId).release.findMany({
    where: { appId: app.id },
    include: INCLUDE,
    orderBy: { number: 'desc' },
    take: MAX_SHOWN,
  })
  const judgements = judgeReleases(
    rows.map(({ id, number, deploys }) => ({
      number,
      isCurrent: id === app.releaseId,
      deploy: deploys[0] ?? null,
    })),
  )
  return rows.map((row, i) => releaseView(row, app, judgements[i] ?? UNKNOWN))
}

const UNKNOWN: Judgement = { state: 'deploying', reason: null, worked: false }

function releaseView(row: Row, app: App, judgement: Judgement): ReleaseView {
  const release = releaseModel(row)
  const { id, number, image, port, limits, processes, health, volumes } = release
  return {
    id,
    number,
    image,
    digest: row.digest,
    port,
    limits,
    envNames: Object.keys(sealedEnv(row)).toSorted(),
    sharedEnvNames: inheritedNames(row),
    secrets: secretRefViews(row),
    sharedSecretNames: inheritedSecretNames(row),
    replicas: instancesOf(processes).length,
    by: row.createdBy,
    createdAt: row.createdAt,
    current: app.releaseId === id,
    rollbackOf: row.rollbackOf,
    givenUp: row.givenUpAt !== null,
    build: row.buildId,
    commit: row.commit,
    ...judgement,
    processes: Object.fromEntries(
      Object.entries(processes).map(([name, { command = null, replicas, limits: own = null }]) => [
        name,
        {
          command,
          replicas,
          port: portOf(release, name),
          health: healthOfProcess(release, name),
          limits: own,
        },
      ]),
    ),
    health,
    restart: restartOf(row),
    options: optionsOf(row),
    volumes: volumes.map(({ name, path, readOnly, process }) => ({ name, path, readOnly, process })),
    releaseCommand: row.releaseCommand.length === 0 ? null : row.releaseCommand,
    cron: cronEntriesSchema.parse(row.cron),
  }
}

function secretRefViews(row: Row): ReleaseView['secrets'] {
  const views = Object.entries(secretRefs(row)).map(([name, { version, as }]) => ({ name, version, as }))
  return views.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
