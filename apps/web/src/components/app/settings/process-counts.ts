import type { AppDetailView } from '@berth/protocol'

/** Instances per process of the current release; an app that never ran has one `web`. */
export function processCounts(app: AppDetailView): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of app.instances) {
    if (one.release === app.release) counts[one.process] = (counts[one.process] ?? 0) + 1
  }
  return Object.keys(counts).length > 0 ? counts : { web: app.replicas }
}
