import { BerthError, type Clock, systemClock } from '@berth/core'
import type { Build, Db } from '@berth/db'
import type { BuildOutput, BuildReport, BuildSpec } from '@berth/protocol'
import { isOver } from '../build-row.ts'
import { secretValues } from '../build-secrets.ts'
import type { ResolveBase, SecretBox } from '../ports.ts'
import { type NodeSession, ownBuild } from './node-session.ts'
import { readBuildSpecs } from './read-specs.ts'
import { takeOutput } from './take-output.ts'
import { takeReport } from './take-report.ts'

/** What the gateway does for the agents' builds; a node is not trusted with more than those that it was given. */
export type BuildDesk = {
  /** Error of this and all below: protocol.disconnected, when a newer stream took the session's place. */
  specs(session: NodeSession): Promise<BuildSpec[]>
  /** Errors of this and all below: build.not_found. */
  report(session: NodeSession, report: BuildReport): Promise<void>
  output(session: NodeSession, output: BuildOutput): Promise<{ stop: boolean }>
  /** What a build reads and where it brings its image. Error: build.ended. */
  rights(
    session: NodeSession,
    ask: { readonly id: string; readonly mounts: readonly string[] },
  ): Promise<{ readonly source: string; readonly repository: string; readonly mounts: readonly string[] }>
  /** Errors: build.ended, image.not_found, image.wrong_platform, image.reference_invalid, mirror.*. */
  base(
    session: NodeSession,
    ask: { readonly id: string; readonly reference: string },
  ): Promise<{ readonly repository: string; readonly digest: string }>
}

export function createBuildDesk(options: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly resolve: ResolveBase
  readonly clock?: Clock
}): BuildDesk {
  const { db, clock = systemClock } = options
  const secretsOf = rememberSecrets(options)

  /** One that still shall be built. */
  async function wanted(session: NodeSession, id: string): Promise<Build> {
    const build = await ownBuild(db, session, id)
    if (!isOver(build) && build.cancelReason === null) return build
    throw new BerthError('build.ended', `build ${id} is not wanted any more`)
  }

  return {
    specs: (session) => readBuildSpecs(options, session),
    report: (session, report) => takeReport({ db, now: clock.now(), secretsOf }, session, report),
    output: (session, output) => takeOutput({ db, secretsOf }, session, output),
    async rights(session, { id, mounts }) {
      const build = await wanted(session, id)
      const source = build.sourceId && (await db.source.findUnique({ where: { id: build.sourceId } }))
      if (!source) throw new BerthError('source.not_found', `the source of build ${id} is gone`)
      const visible = await db.repository.findMany({
        where: {
          name: { in: [...mounts] },
          OR: [{ tenantId: build.tenantId }, { public: true }, { upstreamId: { not: null } }],
        },
        select: { name: true },
      })
      return {
        source: source.digest,
        repository: build.repository,
        mounts: visible.map(({ name }) => name),
      }
    },
    async base(session, { id, reference }) {
      const build = await wanted(session, id)
      const tenant = await db.tenant.findUniqueOrThrow({ where: { id: build.tenantId } })
      return options.resolve({ id: tenant.id, name: tenant.name }, reference)
    },
  }
}

const REMEMBERED = 100

/** Of the newest builds: each piece of output asks, and unsealing costs. */
function rememberSecrets(deps: { readonly db: Db; readonly secrets: SecretBox }) {
  const known = new Map<string, Promise<string[]>>()
  return (build: Build): Promise<string[]> => {
    const key = `${build.id} ${build.generation}`
    const values = known.get(key) ?? secretValues(deps, build)
    known.delete(key)
    known.set(key, values)
    values.catch(() => known.delete(key)) // whoever waits for it has the error; the next one asks again
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break
      known.delete(oldest)
    }
    return values
  }
}
