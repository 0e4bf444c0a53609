import type { AppView } from '@berth/protocol'

export type AppSort = 'name' | 'deployed' | 'state'

const URGENCY: Readonly<Record<AppView['state'], number>> = {
  crashing: 0,
  failed: 1,
  degraded: 2,
  deploying: 3,
  running: 4,
  empty: 5,
  'scaled-to-zero': 6,
  asleep: 7,
  paused: 8,
  ended: 9,
  stopped: 10,
}

/** The apps whose name, image, project or state contain every word, in the wanted order; equals stay by name. */
export function filterApps(apps: readonly AppView[], filter: string, sort: AppSort): AppView[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const text = (app: AppView) => `${app.name} ${app.image ?? ''} ${app.project} ${app.state}`.toLowerCase()
  return apps
    .filter((app) => words.every((word) => text(app).includes(word)))
    .toSorted((a, b) => compare(a, b, sort) || a.name.localeCompare(b.name))
}

function compare(a: AppView, b: AppView, sort: AppSort): number {
  switch (sort) {
    case 'name':
      return 0
    case 'deployed':
      return (b.deployedAt?.getTime() ?? 0) - (a.deployedAt?.getTime() ?? 0)
    case 'state':
      return URGENCY[a.state] - URGENCY[b.state]
  }
}
