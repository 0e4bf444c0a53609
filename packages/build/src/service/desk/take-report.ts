import { type Build, type Db, Prisma, type Tx } from '@berth/db'
import type { BuildFailure, BuildReport } from '@berth/protocol'
import { failureOf, isOver } from '../build-row.ts'
import { endBuild } from '../end-build.ts'
import { inBuilds } from '../locks.ts'
import { recordBuild } from '../record-build.ts'
import { hideSecrets } from './hide-secrets.ts'
import { type NodeSession, ownBuild } from './node-session.ts'

/** Takes over what a node says of its build; what it says of an older generation is ignored. */
export async function takeReport(
  deps: { readonly db: Db; readonly now: Date; readonly secretsOf: (build: Build) => Promise<string[]> },
  session: NodeSession,
  report: BuildReport,
): Promise<void> {
  const values = report.failure ? await deps.secretsOf(await ownBuild(deps.db, session, report.id)) : []
  await inBuilds(deps.db, async (tx) => {
    const build = await ownBuild(tx, session, report.id)
    if (report.generation !== build.generation || isOver(build)) return
    await tx.build.update({ where: { id: build.id }, data: known(report) })
    await follow(tx, build, report, { now: deps.now, values })
  })
}

/** What a report says whatever its state is. */
function known(report: BuildReport): Prisma.BuildUpdateInput {
  return {
    ...(report.plan && { plan: report.plan }),
    ...(report.settings && { settings: report.settings }),
    ...(report.warnings.length > 0 && { warnings: report.warnings }),
    ran: report.ran,
    cached: report.cached,
    ...(report.outputLost > 0 && { outputLost: BigInt(report.outputLost) }),
  }
}

async function follow(
  tx: Tx,
  build: Build,
  report: BuildReport,
  { now, values }: { readonly now: Date; readonly values: readonly string[] },
): Promise<void> {
  switch (report.state) {
    case 'running':
      if (build.state === 'running') return
      await tx.build.update({ where: { id: build.id }, data: { state: 'running', startedAt: now } })
      return recordBuild(tx, build, 'started', null)
    case 'succeeded':
      return succeed(tx, build, report.digest, now)
    case 'canceled':
      return endBuild(tx, build, { state: 'canceled', failure: canceled(build), now })
    case 'failed': {
      const failure = report.failure ?? unexplained()
      return endBuild(tx, build, { state: 'failed', failure: hideIn(failure, values), now })
    }
  }
}

/** A node is not believed: the image must lie where it was told to bring it. */
async function succeed(tx: Tx, build: Build, digest: string | undefined, now: Date): Promise<void> {
  const image =
    digest === undefined
      ? null
      : await tx.manifest.findFirst({
          where: { digest, repository: { name: build.repository } },
          select: { digest: true },
        })
  if (!image) return endBuild(tx, build, { state: 'failed', failure: notPushed(build), now })
  await tx.build.update({
    where: { id: build.id },
    data: {
      state: 'succeeded',
      digest: image.digest,
      endedAt: now,
      ssh: {},
      startedAt: build.startedAt ?? now,
      failure: Prisma.DbNull,
    },
  })
  await recordBuild(tx, build, 'succeeded', null)
}

function hideIn(failure: BuildFailure, values: readonly string[]): BuildFailure {
  const hide = (text: string) => hideSecrets(Buffer.from(text), values).toString('utf8')
  const { message, text } = failure
  return { ...failure, message: hide(message), ...(text !== undefined && { text: hide(text) }) }
}

function canceled(build: Build): BuildFailure {
  return failureOf(build) ?? { kind: 'canceled', message: build.cancelReason ?? 'its node gave it up' }
}

function unexplained(): BuildFailure {
  return { kind: 'platform', message: 'its node did not say why' }
}

function notPushed(build: Build): BuildFailure {
  return { kind: 'push', message: `the image did not arrive in ${build.repository}` }
}
