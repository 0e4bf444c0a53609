import type { AppRouter } from '@berth/api'
import { type Bell, createBell } from '@berth/core'
import type { BuildDetailView } from '@berth/protocol'
import type { TRPCClient } from '@trpc/client'

/** Between two looks while hints come, and while they do not. */
const LOOK_MS = { hinted: 5_000, alone: 250 }

type Follow = {
  readonly api: Pick<TRPCClient<AppRouter>, 'builds'>
  readonly tenant: string
  readonly app?: string | undefined
  /** of an image, which a token for that repository alone may ask about */
  readonly repository?: string | undefined
  readonly id: string
  /** what it prints */
  readonly print: (text: string) => void
  readonly say: (line: string) => void
  /** says when there is more */
  readonly listen: (bell: Bell) => BuildListening
}

/** `isLive`: the platform tells of all that is new. */
export type BuildListening = { isLive(): boolean; close(): void }

/** Hands on all that a build prints; resolves when it has ended. */
export async function followBuild(follow: Follow): Promise<BuildDetailView> {
  const { print, say } = follow
  const ask = questionsOf(follow)
  const said = new Set<string>()
  const bell = createBell()
  const listening = follow.listen(bell)
  try {
    for (let from = 0; ; ) {
      const build = await ask.state()
      const { text, next, ended } = await ask.output(from)
      const line = stateLine(build)
      if (line !== undefined && !said.has(line)) say(line)
      if (line !== undefined) said.add(line)
      if (text !== '') print(text)
      if (ended && build.endedAt !== null) return build
      if (next === from) await bell.wait(listening.isLive() ? LOOK_MS.hinted : LOOK_MS.alone)
      from = next
    }
  } finally {
    listening.close()
  }
}

function questionsOf({ api: { builds }, tenant, app, repository, id }: Follow) {
  if (repository !== undefined) {
    const one = { tenant, id, repository }
    return {
      state: () => builds.getImage.query(one),
      output: (from: number) => builds.outputImage.query({ ...one, from }),
    }
  }
  const one = { tenant, id, ...(app !== undefined && { app }) }
  return {
    state: () => builds.get.query(one),
    output: (from: number) => builds.output.query({ ...one, from }),
  }
}

function stateLine({ id, state, wait }: BuildDetailView): string | undefined {
  if (state === 'running') return `build ${id} runs`
  if (state === 'canceling') return `build ${id} is being canceled`
  if (state !== 'queued' || wait === null) return undefined
  const ahead = wait.ahead === 0 ? '' : `, ${wait.ahead} before it`
  switch (wait.for) {
    case 'own':
      return `build ${id} waits: another build of this tenant runs${ahead}`
    case 'ending':
      return `build ${id} waits until the one before it has ended`
    case 'node':
      return `build ${id} waits for a node${ahead}`
  }
}
