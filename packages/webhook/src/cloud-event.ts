import { newId } from '@berth/core'
import type { Happening } from '@berth/protocol'

/** CloudEvents 1.0, JSON format; docs/reference/webhooks.md says what each `data` holds. */
export type CloudEvent = {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: (typeof TYPES)[Happening['kind']] | typeof NODE_FULL | 'berth.registry.test'
  readonly subject?: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly data: Readonly<Record<string, string | number | null>>
}

const TYPES = {
  push: 'berth.registry.push',
  pull: 'berth.registry.pull',
  delete: 'berth.registry.delete',
  quota: 'berth.registry.quota',
  crash_loop: 'berth.app.crash_loop',
  out_of_memory: 'berth.app.out_of_memory',
  deploy_failed: 'berth.deploy.failed',
  disk_full: 'berth.app.disk_full',
  backup_failed: 'berth.volume.backup_failed',
} as const satisfies Record<Happening['kind'], string>
const NODE_FULL = 'berth.node.disk_full'

/** `url` is the platform's address, `now` when it happened. */
export function toCloudEvent(happening: Happening, { url, now }: { url: string; now: Date }): CloudEvent {
  const { kind, tenantId: _, ...data } = happening
  const subject = subjectOf(happening)
  const source = 'message' in happening ? `${url}/` : `${url}/v2/`
  const type = 'node' in happening ? NODE_FULL : TYPES[kind]
  return { ...envelope(url, now), source, type, ...(subject ? { subject } : {}), data }
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

/** As one would name it to pull it; the name of the app or node. */
function subjectOf(happening: Happening): string | undefined {
  if (happening.kind === 'quota') return undefined
  if ('app' in happening) return happening.app
  if ('node' in happening) return happening.node
  if ('volume' in happening) return happening.volume
  const { repository, tag, digest } = happening
  if (tag !== null) return `${repository}:${tag}`
  return digest === null ? repository : `${repository}@${digest}`
}
