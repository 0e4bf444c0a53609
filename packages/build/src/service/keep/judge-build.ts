import type { BuildFailure } from '@berth/protocol'

/** An agent says hello every 10 s. */
const NODE_LOST_MS = 60_000
/** A node that has a build for so long and never began it will not. */
const UNBEGUN_MS = 5 * 60_000
/** The node's own clock should have ended it before. */
const OVERTIME_MS = 60_000
/** A build that took its nodes down so often is not tried again. */
const MOST_TRIES = 3

export type GivenBuild = {
  readonly state: 'queued' | 'running'
  readonly canceled: boolean
  readonly tries: number
  readonly givenAt: Date
  readonly startedAt: Date | null
  /** when its node was last heard of; null: never */
  readonly heardAt: Date | null
  readonly timeoutMs: number
  /** false when its app or source is gone */
  readonly wanted: boolean
}

export type Judgement =
  | { readonly kind: 'go-on' }
  /** another node shall do it */
  | { readonly kind: 'give-back'; readonly reason: string }
  | { readonly kind: 'tell-to-end'; readonly reason: string }
  | { readonly kind: 'end'; readonly state: 'failed' | 'canceled'; readonly failure: BuildFailure }

/** What becomes of a build that a node has. `upSince`: while control was away no agent could say hello. */
export function judgeBuild(build: GivenBuild, { now, upSince }: { now: Date; upSince: Date }): Judgement {
  const since = (moment: Date) => now.getTime() - moment.getTime()
  const silent = Math.min(since(build.heardAt ?? new Date(0)), since(upSince))
  const isLost = silent >= NODE_LOST_MS
  const isOvertime = since(build.startedAt ?? build.givenAt) >= build.timeoutMs + OVERTIME_MS
  if (build.canceled) {
    if (isLost || isOvertime) return canceled('its node did not say that it ended it')
    return { kind: 'go-on' }
  }
  if (!build.wanted) return { kind: 'tell-to-end', reason: 'its app was destroyed' }
  if (isLost) return again(build, 'its node stopped answering')
  if (build.state === 'queued' && since(build.givenAt) >= UNBEGUN_MS)
    return again(build, 'its node did not begin it')
  if (isOvertime) {
    const minutes = Math.round(build.timeoutMs / 60_000)
    return failed('time', `it took longer than ${minutes} minutes`)
  }
  return { kind: 'go-on' }
}

function again(build: GivenBuild, reason: string): Judgement {
  if (build.tries < MOST_TRIES) return { kind: 'give-back', reason }
  return failed('node', `${reason}, for the ${MOST_TRIES}th time`)
}

function failed(kind: BuildFailure['kind'], message: string): Judgement {
  return { kind: 'end', state: 'failed', failure: { kind, message } }
}

function canceled(message: string): Judgement {
  return { kind: 'end', state: 'canceled', failure: { kind: 'canceled', message } }
}
