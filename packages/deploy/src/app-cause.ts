import { describeEnd } from '@berth/core'
import type { AppCause, AppWait } from '@berth/protocol'
import { describeNote } from './describe-note.ts'
import { type ContainerModel, isSettled } from './model.ts'

/** Why an instance of a release that serves is not ready; undefined: there is none. */
export function causeOf(container: ContainerModel | undefined): AppCause {
  if (!container) return waits('room')
  if (!isSettled(container)) return waits(container.observed === 'lost' ? 'lost-node' : 'start')
  const { end } = container
  switch (container.observed) {
    case 'pending':
      return waits('node')
    case 'pulling':
      return waits('image')
    case 'starting':
      return container.restarts > 0 && end ? { kind: 'ended', end } : waits('start')
    case 'running':
      return container.givenUp && end ? { kind: 'ended', end } : waits('answer')
    case 'paused':
      return waits('resume')
    case 'backoff':
    case 'stopped':
    case 'failed':
      return end ? { kind: 'ended', end } : waits('end')
    case 'lost':
      return waits('lost-node')
    case 'removed':
      return waits('replacement')
  }
}

function waits(what: AppWait): AppCause {
  return { kind: 'waits', for: what }
}

const WAITS: Record<AppWait, string> = {
  room: 'no node has room for an instance',
  node: 'waiting for its node',
  'lost-node': 'its node stopped answering',
  image: 'its node gets the image',
  start: 'starting',
  answer: 'waiting until it answers',
  resume: 'it goes on in a moment',
  replacement: 'being replaced',
  end: 'ended',
}

/** In English. */
export function describeCause(cause: AppCause): string {
  switch (cause.kind) {
    case 'waits':
      return WAITS[cause.for]
    case 'ended':
      return describeEnd(cause.end)
    case 'deploy':
      return describeNote(cause.note)
  }
}
