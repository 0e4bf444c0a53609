import { type Build, recordEvent, type Tx } from '@berth/db'
import type { BuildFailure } from '@berth/protocol'

type Happened = 'queued' | 'started' | 'succeeded' | 'failed' | 'canceled'

/** Writes an event of a build, which also wakes who keeps builds and who follows this one. */
export async function recordBuild(
  tx: Tx,
  build: Pick<Build, 'id' | 'tenantId' | 'appId' | 'repository' | 'tag'>,
  happened: Happened,
  by: string | null,
  failure?: BuildFailure,
): Promise<void> {
  const app = build.appId === null ? null : await tx.app.findUnique({ where: { id: build.appId } })
  const what = app ? `the build of ${app.name}` : `the build of ${build.repository}:${build.tag}`
  await recordEvent(tx, {
    tenantId: build.tenantId,
    type: `build.${happened}`,
    appId: build.appId,
    appName: app?.name ?? null,
    by,
    message: `${what} ${SENTENCE[happened]}${failure ? `: ${failure.message}` : ''}`.slice(0, 1000),
    data: {
      buildId: build.id,
      image: `${build.repository}:${build.tag}`,
      ...(failure && { reason: failure.message, failure: failure.kind }),
    },
  })
}

const SENTENCE: Readonly<Record<Happened, string>> = {
  queued: 'waits for a node',
  started: 'began',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'was canceled',
}
