import { formatBytes } from '@berth/core/bytes.ts'
import type { EventView } from '@berth/protocol'

/** What the sentences of events may name, each as text; empty where an event has no such thing. */
export function eventValues({ app, data }: Pick<EventView, 'app' | 'data'>) {
  const number = (key: string, toText: (value: number) => string) => {
    const value = data[key]
    return typeof value === 'number' ? toText(value) : ''
  }
  return {
    app: app ?? '',
    course: typeof data['course'] === 'string' ? data['course'] : '',
    host: typeof data['host'] === 'string' ? data['host'] : '',
    project: typeof data['project'] === 'string' ? data['project'] : '',
    node: typeof data['node'] === 'string' ? data['node'] : '',
    volume: typeof data['volume'] === 'string' ? data['volume'] : '',
    lab: typeof data['lab'] === 'string' ? data['lab'] : '',
    version: number('version', String),
    repository: typeof data['repository'] === 'string' ? data['repository'] : '',
    release: number('release', (release) => `#${release}`),
    used: number('used', formatBytes),
    quota: number('quota', formatBytes),
    bytes: number('bytes', formatBytes),
    tags: number('tags', String),
    images: number('images', String),
  }
}
