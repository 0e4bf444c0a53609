/** Who is inside of which app, with a shell or another session that goes through this process. */
export type Visits = {
  /** Returns what ends the visit. */
  enter(appId: string): () => void
  apps(): ReadonlySet<string>
}

export function createVisits(): Visits {
  const visits = new Set<{ readonly appId: string }>()
  return {
    enter(appId) {
      const visit = { appId }
      visits.add(visit)
      return () => void visits.delete(visit)
    },
    apps: () => new Set([...visits].map(({ appId }) => appId)),
  }
}
