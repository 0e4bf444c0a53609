import { toBerthError } from '@berth/core'
import type { MirrorDeps } from './mirror-deps.ts'
import type { Upstream } from './upstream.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { upstreamFailed, upstreamFailure } from './upstream-failure.ts'

/** Asks `/v2/` with the login, as `docker login` does. Errors: mirror.upstream_*. */
export async function tryUpstream(
  { counts, clock }: Pick<MirrorDeps, 'counts' | 'clock'>,
  { id }: Upstream,
  client: UpstreamClient,
): Promise<{ ms: number }> {
  const startedAt = clock.now().getTime()
  try {
    const answer = await client.ask({ method: 'GET', path: '', repository: null, size: 'small' })
    answer.body.destroy()
    if (answer.status !== 200)
      throw (
        upstreamFailure(answer, { host: client.host, what: '/v2/' }) ??
        upstreamFailed(client.host, 'it is no registry: there is nothing at /v2/')
      )
    const ms = clock.now().getTime() - startedAt
    counts.asked(id)
    return { ms }
  } catch (error) {
    counts.failed(id, toBerthError(error))
    throw error
  } finally {
    await counts.flush() // who asked looks at the list next
  }
}
