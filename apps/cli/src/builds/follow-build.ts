import type { AppRouter } from '@berth/api'
import type { BuildDetailView } from '@berth/protocol'
import type { TRPCClient } from '@trpc/client'

const LOOK_MS = 250

type Follow = {
  readonly api: Pick<TRPCClient<AppRouter>, 'builds'>
  readonly tenant: string
  readonly app?: string | undefined
  readonly id: string
  /** what it prints */
  readonly print: (text: string) => void
  readonly say: (line: string) => void
}

/** Hands on all that a build prints; resolves when it has ended. */
export async function followBuild(follow: Follow): Promise<BuildDetailView> {
  const { api, print, say } = follow
  const ask = { tenant: follow.tenant, id: follow.id, ...(follow.app !== undefined && { app: follow.app }) }
  const said = new Set<string>()
  for (let from = 0; ; ) {
    const build = await api.builds.get.query(ask)
    const { text, next, ended } = await api.builds.output.query({ ...ask, from })
    const line = stateLine(build)
    if (line !== undefined && !said.has(line)) say(line)
    if (line !== undefined) said.add(line)
    if (text !== '') print(text)
    if (ended && build.endedAt !== null) return build
    if (next === from) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    from = next
  }
}

function stateLine({ id, state, wait }: BuildDetailView): string | undefined {
  if (state === 'running') return `build ${id} runs`
  if (state === 'canceling') return `build ${id} is being canceled`
  if (state !== 'queued' || wait === null) return undefined
  const ahead = wait.ahead === 0 ? '' : `, ${wait.ahead} before it`
  return wait.for === 'own'
    ? `build ${id} waits: another build of this tenant runs${ahead}`
    : `build ${id} waits for a node${ahead}`
}
