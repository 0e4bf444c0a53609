import { parseName } from '@berth/core'
import type { Tx } from '@berth/db'
import type { DeployView } from '@berth/protocol'
import { checkQuota } from './admission.ts'
import type { DeployContext } from './context.ts'
import { readDeploy } from './deploy-queries.ts'
import { advance } from './deploy-steps.ts'
import { baseRelease, findOrCreateApp } from './find-app.ts'
import { checkedEntries } from './jobs/cron/check-entries.ts'
import { inTenant } from './locks.ts'
import { usageOf } from './quota.ts'
import { draftDeploy, draftOf } from './release-draft.ts'
import type { DeployRequest } from './requests.ts'
import { resolveImage } from './resolve-image.ts'
import { archOf, releaseModel } from './rows.ts'
import { wishedMounts } from './volumes/wished-mounts.ts'
import { presentRefs } from './secrets/present-refs.ts'
import { writeDeploy } from './write-deploy.ts'

/**
 * Deploys an image; makes the app when it is new. Errors: name.invalid, name.reserved, input.invalid, quota.exceeded,
 * image.reference_invalid, image.not_found, image.wrong_platform.
 */
export async function deployApp(context: DeployContext, request: DeployRequest): Promise<DeployView> {
  const { db, clock, secrets } = context
  const { tenant, cpu, memory, pids, disk } = request
  const name = parseName('app', request.app)
  const project = request.project === undefined ? undefined : parseName('project', request.project)
  const startedAt = clock.now()
  const image = await resolveImage({
    text: request.image,
    tenant,
    host: context.host,
    architectures: await readArchitectures(context),
    images: context.images,
  })
  const env = request.env ? await secrets.seal(tenant.id, request.env) : {}
  const resolved = advance({}, 'resolve', startedAt, {
    kind: 'resolved',
    image: `${image.repository}@${image.digest.slice(0, 19)}`,
  })

  const { appId, deployId } = await inTenant(db, tenant.id, async (tx) => {
    const app = await findOrCreateApp(tx, request, { app: name, project })
    const earlier = request.build && (await deployOfBuild(tx, app.id, request.build.id))
    if (earlier) return { appId: app.id, deployId: earlier }
    const base = await baseRelease(tx, app)
    const volumes =
      request.volumes &&
      (await wishedMounts(tx, request, {
        ...{ app, base: base ? releaseModel(base).volumes : [], wishes: request.volumes },
      }))
    const draft = draftDeploy(base && draftOf(base), {
      image,
      port: request.port,
      env,
      secrets: await presentRefs(tx, app, base),
      limits: { cpu, memory, pids, disk },
      replicas: request.replicas,
      command: request.command,
      health: request.health,
      restart: request.restart,
      options: request.options,
      processes: request.processes,
      onlyProcesses: request.onlyProcesses,
      releaseCommand: request.releaseCommand,
      cron: request.cron && checkedEntries(request.cron, clock.now()),
      volumes,
      build: request.build,
    })
    const steps = advance(resolved, 'admit', clock.now())
    await checkQuota(tx, {
      tenantId: tenant.id,
      appId: app.id,
      asked: usageOf({ desired: 'running', release: draft }),
    })
    const written = await writeDeploy(tx, {
      ...{ caller: request, app, draft, steps, now: clock.now() },
      change: { action: 'app.deployed', data: { image: draft.image } },
    })
    return { appId: app.id, ...written }
  })
  await context.wake.wakeScheduler('deploy', appId)
  return readDeploy(db, tenant.id, deployId)
}

/** Whoever asked for it may have died before it heard that it was done. */
async function deployOfBuild(tx: Tx, appId: string, buildId: string): Promise<string | undefined> {
  const deploy = await tx.deploy.findFirst({
    where: { appId, release: { buildId } },
    orderBy: { fence: 'asc' },
    select: { id: true },
  })
  return deploy?.id
}

async function readArchitectures({ db }: DeployContext): Promise<string[]> {
  const nodes = await db.node.findMany({ select: { info: true } })
  return [...new Set(nodes.flatMap((node) => archOf(node) ?? []))]
}
