import { setTimeout as delay } from 'node:timers/promises'
import { toBerthError } from '@berth/core'
import { archiveCommit, readCommit } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import { tellBuild } from '../follow/tell-build.ts'
import { tellDeploy } from '../follow/tell-deploy.ts'
import { acceptPack } from './accept-pack.ts'
import type { BuiltPush } from './built-push.ts'
import { keepAlive } from './pending-push.ts'
import { abandonPush, reasonOf, settlePush } from './settle-push.ts'
import { takeTurn } from './take-turn.ts'

/**
 * Builds what was pushed to the deploy branch, and tells its way until it serves. The ref moves when the build
 * succeeded. Returns why it was rejected, or null. Goes on when the pusher is gone.
 */
export async function buildPush(deps: PushDeps, pushed: BuiltPush): Promise<string | null> {
  const { id, push, refused } = await takeTurn(deps, pushed)
  if (refused !== null) return refused
  const { builds, log } = deps
  const { app, update, pusher, say } = push
  const build = await beginBuild(deps, push, id)
  say(`${INDENT}Ctrl-C ends your view of it and not the build: ${builds.cancelHint(build.id)}\n`)
  await tellBuild({ builds, say }, { id: build.id, tenantId: pusher.tenant.id })
  const settled = await settlePush(deps, id)
  if (settled.state === 'pending') return 'the build goes on, and decides over this push when it has ended'
  if (settled.state === 'rejected') return settled.reason
  log.info({ app: app.id, commit: update.new, by: pusher.by }, 'a push was accepted')
  await tellRollout(deps, push, build.id)
  return null
}

const INDENT = '       '

/** Until there is a build the push hangs on this process; from then on any process ends it (`settlePushes`). */
async function beginBuild(deps: PushDeps, push: BuiltPush, id: string): Promise<{ readonly id: string }> {
  const stop = keepAlive(deps, id, (err) => deps.log.warn({ err, push: id }, 'a push could not be held'))
  try {
    await push.checkRight() // it may have waited for an hour
    await keepPack(deps, push, id)
    const build = await startBuild(deps, push)
    await deps.db.gitPush.update({ where: { id }, data: { buildId: build.id } })
    return build
  } catch (error) {
    await abandonPush(deps, id, toBerthError(error).message)
    throw error
  } finally {
    stop()
  }
}

/** Storage, row and folder, in this order: what a row names is always there. */
async function keepPack(deps: PushDeps, push: BuiltPush, id: string): Promise<void> {
  const { app, repository, pack, shared } = push
  if (pack === undefined || shared) return
  await acceptPack(deps, repository, pack, async (tx, { digest, size }) => {
    const key = { appId: app.id, digest }
    // the same bytes may have come before: a rejected push does not take away what another one brought
    if ((await tx.gitPack.findUnique({ where: { appId_digest: key } })) !== null) return
    await tx.gitPack.create({ data: { ...key, size: BigInt(size) } })
    await tx.gitPush.update({ where: { id }, data: { pack: digest } })
  })
}

async function startBuild(deps: PushDeps, push: BuiltPush): Promise<{ readonly id: string }> {
  const { builds, limits } = deps
  const { pusher, app, update, branch, say } = push
  const objects = { repository: push.repository.folder, env: push.env }
  const facts = await readCommit(objects, update.new)
  say(`-----> building ${app.name} from ${update.new.slice(0, 10)} (${branch})\n`)
  if (facts.submodules.length > 0)
    say(` !     submodules are not fetched, their folders stay empty: ${facts.submodules.join(', ')}\n`)
  const source = await builds.keepSource({
    tenantId: pusher.tenant.id,
    by: pusher.by,
    content: archiveCommit(objects, update.new, { maxBytes: limits.sourceBytes }),
  })
  const { subject, author, at } = facts
  return builds.start({
    ...pusher,
    app: app.name,
    sourceId: source.id,
    origin: { kind: 'git', commit: update.new, branch, subject, author },
    sourceDateEpoch: at,
  })
}

const DEPLOY_WAIT_MS = 30_000
const ASK_MS = 500

/** The build succeeded, and the ref has moved: whatever comes now is told, and takes nothing back. */
async function tellRollout({ db, apps }: PushDeps, push: BuiltPush, buildId: string): Promise<void> {
  const { app, pusher, say } = push
  const deployId = await findDeploy()
  if (deployId === undefined)
    return say(` !     built and stored, and not deployed: see berth info ${app.name}\n`)
  say(`-----> deploying ${app.name}\n`)
  const deploy = await tellDeploy({ db, say }, deployId)
  if (deploy?.state === 'succeeded') {
    const release = await db.release.findUnique({ where: { id: deploy.releaseId }, select: { number: true } })
    return say(
      `-----> release ${release?.number ?? ''} serves at\n${INDENT}${apps.addressOf(app.name, pusher.tenant.name)}\n\n`,
    )
  }
  say(
    ` !     built and stored, but not deployed: ${deploy?.reason ?? deploy?.state ?? 'the deploy is gone'}\n`,
  )
  for (const line of deploy?.lastLines ?? []) say(` !       ${line}\n`)
  say(` !     the release before goes on serving, if there was one; berth logs ${app.name} has more\n`)

  async function findDeploy(): Promise<string | undefined> {
    for (let waited = 0; waited < DEPLOY_WAIT_MS; waited += ASK_MS) {
      const build = await db.build.findUnique({ where: { id: buildId } })
      if (build?.deployId) return build.deployId
      if (build?.state === 'failed') {
        say(` !     ${reasonOf(build)}\n`)
        return undefined
      }
      await delay(ASK_MS)
    }
    return undefined
  }
}
