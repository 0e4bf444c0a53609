/** By volume, the snapshot that an archive is being made into; one of each at most. */
export type ReceivingVolumes = {
  run(volume: string, snapshot: string, work: () => Promise<void>): Promise<void>
  all(): ReadonlyMap<string, string>
}

export function createReceivingVolumes(): ReceivingVolumes {
  const running = new Map<string, string>()
  return {
    all: () => new Map(running),
    async run(volume, snapshot, work) {
      running.set(volume, snapshot)
      try {
        await work()
      } finally {
        running.delete(volume)
      }
    },
  }
}
