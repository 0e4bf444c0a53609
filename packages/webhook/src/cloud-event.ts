import { newId } from '@berth/core'
import type { Happening } from '@berth/protocol'

/** CloudEvents 1.0, JSON format; docs/reference/webhooks.md says what each `data` holds. */
export type CloudEvent = {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: `berth.registry.${Happening['kind'] | 'test'}`
  readonly subject?: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly data: Readonly<Record<string, string | number | null>>
}

/** `url` is the platform's address, `now` when it happened. */
export function toCloudEvent(happening: Happening, { url, now }: { url: string; now: Date }): CloudEvent {
  const { kind, tenantId: _, ...data } = happening
  const subject = subjectOf(happening)
  return { ...envelope(url, now), type: `berth.registry.${kind}`, ...(subject ? { subject } : {}), data }
}

/** What "send a test" sends. */
export function testEvent({ url, now }: { url: string; now: Date }): CloudEvent {
  return { ...envelope(url, now), type: 'berth.registry.test', data: { message: 'this webhook works' } }
}

function envelope(url: string, now: Date) {
  return {
    specversion: '1.0',
    id: newId('event'),
    source: `${url}/v2/`,
    time: now.toISOString(),
    datacontenttype: 'application/json',
  } as const
}

/** As one would name it to pull it. */
function subjectOf(happening: Happening): string | undefined {
  if (happening.kind === 'quota') return undefined
  const { repository, tag, digest } = happening
  if (tag !== null) return `${repository}:${tag}`
  return digest === null ? repository : `${repository}@${digest}`
}
