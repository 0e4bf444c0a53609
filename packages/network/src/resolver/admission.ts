/** How much one client, and all of them, may have in the works: a container must not use up the resolver. */
export type Admission = {
  /** Undefined when there is no room; else call it when the work is done. */
  enter(client: string): (() => void) | undefined
}

export function createAdmission(limits: { perClient: number; total: number }): Admission {
  const working = new Map<string, number>()
  let total = 0
  return {
    enter(client) {
      const mine = working.get(client) ?? 0
      if (mine >= limits.perClient || total >= limits.total) return undefined
      working.set(client, mine + 1)
      total++
      let left = false
      return () => {
        if (left) return
        left = true
        total--
        const now = (working.get(client) ?? 1) - 1
        if (now === 0) working.delete(client)
        else working.set(client, now)
      }
    },
  }
}
