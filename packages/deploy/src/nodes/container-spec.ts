import type { Prisma } from '@berth/db'
import type { ContainerSpec } from '@berth/protocol'
import { WEB } from '../model.ts'
import { healthOfProcess, limitsOf, portOf, processOf } from '../processes/of-process.ts'
import { jobOfSpec } from '../jobs/job-of-spec.ts'
import { desiredStateOf, optionsOf, releaseModel, restartOf } from '../rows.ts'
import { mountedVolumes } from '../volumes/mounted-volumes.ts'
import type { OpenedRelease } from '../secrets/open-release.ts'

export const SPEC_INCLUDE = {
  release: true,
  job: true,
  app: {
    include: {
      tenant: { select: { id: true, name: true } },
      project: { select: { id: true, name: true } },
      volumes: { select: { id: true, bytes: true, made: true, nodeId: true, deletedAt: true } },
    },
  },
} satisfies Prisma.ContainerInclude

export type SpecRow = Prisma.ContainerGetPayload<{ include: typeof SPEC_INCLUDE }>

const STOP_TIMEOUT_MS = 10_000

type Opened = Pick<OpenedRelease, 'env' | 'secrets'>

/** What a node is told about one container of an app or job; null: it only has to stop, and needs no secrets for that. */
export function containerSpec(row: SpecRow, opened: Opened | null): ContainerSpec {
  const release = releaseModel(row.release)
  const { stopSignal, stopTimeoutMs = STOP_TIMEOUT_MS, ...run } = optionsOf(row.release)
  const { readOnly, tmpfs, ulimits, init } = run // times of the health check are in it
  const isVisited = row.process === WEB && release.port !== null && !row.job
  const command = row.job ? row.job.command : processOf(release.processes, row.process)?.command
  const port = portOf(release, row.process) ?? release.port
  return {
    id: row.id,
    generation: row.generation,
    desired: desiredStateOf(row),
    tenant: row.app.tenant,
    project: row.app.project,
    app: { id: row.app.id, name: row.app.name },
    process: row.job?.kind ?? row.process,
    instance: row.instance,
    release: release.number,
    image: { repository: row.release.repository, digest: row.release.digest },
    ...(command && { command }),
    // most programs that can be told a port are told it by PORT
    env: { ...(port !== null && { PORT: String(port) }), ...opened?.env },
    ...(opened && hasSecrets(opened) && { secrets: opened.secrets }),
    ...(isVisited && release.port !== null && { port: release.port }),
    limits: limitsOf(release, row.process),
    restart: row.job ? { policy: 'no' } : restartOf(row.release),
    restartNonce: row.restartNonce,
    health: row.job ? { kind: 'none' } : healthOfProcess(release, row.process),
    ...(row.job && { job: jobOfSpec(row.job) }),
    stop: { timeoutMs: stopTimeoutMs, ...(stopSignal && { signal: stopSignal }) },
    options: { readOnly, tmpfs, ulimits, init },
    volumes: mountedVolumes(release, row.app.volumes, row),
  }
}

function hasSecrets({ secrets: { env, files } }: Opened): boolean {
  return Object.keys(env).length + Object.keys(files).length > 0
}
