import type { Event } from '@berth/db'
import { endReasonSchema } from '@berth/protocol'
import { z } from 'zod'
import type { SeenEvent } from './plan-alerts.ts'

/** Types of events that alerts are made of, or end with. */
export const ALERT_SOURCES: ReadonlySet<string> = new Set([
  'container.ended',
  'container.failed',
  'container.memory',
  'deploy.failed',
  'app.deployed',
])

const endSchema = z.object({ end: endReasonSchema })

/** Undefined for one that says nothing of how it ended. */
export function seenEvent({ id, at, containerId, message, type, data }: Event): SeenEvent | undefined {
  const common = { id, at, containerId, message }
  switch (type) {
    case 'container.memory':
      return { ...common, kind: 'memory' }
    case 'deploy.failed':
      return { ...common, kind: 'deploy_failed' }
    case 'app.deployed':
      return { ...common, kind: 'deployed' }
    default: {
      const end = endSchema.safeParse(data).data?.end
      return end && { ...common, kind: 'ended', end }
    }
  }
}
