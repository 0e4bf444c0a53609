/** Counts what is open, for all and for each address; an address that opens too many is refused. */
export type ConnectionLimit = {
  /** Undefined: refused. Else what is to be called once when it has closed. */
  enter(address: string): (() => void) | undefined
}

export function createConnectionLimit(most: {
  readonly all: number
  readonly each: number
}): ConnectionLimit {
  const open = new Map<string, number>()
  let all = 0
  return {
    enter(address) {
      const own = open.get(address) ?? 0
      if (all >= most.all || own >= most.each) return undefined
      all += 1
      open.set(address, own + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        all -= 1
        const rest = (open.get(address) ?? 1) - 1
        if (rest > 0) open.set(address, rest)
        else open.delete(address)
      }
    },
  }
}
