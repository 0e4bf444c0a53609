import type { EventView } from '@berth/protocol'

/** An event, and how often the same thing happened in a row up to it. */
export type FoldedEvent = { readonly event: EventView; readonly count: number }

type Loop = { readonly ends: EventView[] }

/**
 * Folds what an instance in a crash loop says over and over (it ended, it runs, it ended …) into one line: its newest
 * end, and how many there were. Whatever else happened to its app begins a new line. Events come newest first.
 */
export function foldEvents(events: readonly EventView[]): FoldedEvent[] {
  const loops = findLoops(events)
  const told = new Set<Loop>()
  return events.flatMap((event) => {
    const loop = loops.get(event.id)
    const [newest, another] = loop?.ends ?? []
    if (!loop || !newest || !another) return [{ event, count: 1 }]
    if (told.has(loop)) return []
    told.add(loop)
    return [{ event: newest, count: loop.ends.length }]
  })
}

/** By the id of each event that belongs to one. */
function findLoops(events: readonly EventView[]): Map<string, Loop> {
  const loops = new Map<string, Loop>()
  const open = new Map<string, { readonly app: string | null; readonly loop: Loop }>()
  for (const event of events) {
    const { containerId, app } = event
    if (containerId === null || !(isEnd(event) || event.type === 'container.started')) {
      for (const [id, known] of open) if (known.app === app) open.delete(id)
      continue
    }
    const { loop } = open.get(containerId) ?? { loop: { ends: [] as EventView[] } }
    open.set(containerId, { app, loop })
    loops.set(event.id, loop)
    if (isEnd(event)) loop.ends.push(event)
  }
  return loops
}

function isEnd({ type }: EventView): boolean {
  return type === 'container.ended' || type === 'container.failed'
}
