/** A hint that there is something new: one that comes while nobody waits ends the next wait at once. */
export type Bell = {
  ring(): void
  /** until it rings, `ms` at most */
  wait(ms: number): Promise<void>
}

export function createBell(): Bell {
  let hasRung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      hasRung = true
      wake?.()
    },
    async wait(ms) {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => (clearTimeout(timer), resolve())
        })
        wake = undefined
      }
      hasRung = false
    },
  }
}
