import { setTimeout as delay } from 'node:timers/promises'
import { readOrEmpty } from './files.ts'
import { readCounter } from './readings.ts'

const LOOK_TRIES = 20
const LOOK_PAUSE_MS = 10

/** A counter in a file of a group, and who is told when it has grown. */
export type GrowingCounter = {
  /** What it is now is told no more. */
  begin(): Promise<void>
  look(): Promise<void>
  /** For a wake that comes before what it is about: looks until the counter has moved. */
  lookUntilGrown(): void
}

export function createGrowingCounter(options: {
  readonly file: string
  readonly key: string
  readonly tell: (count: number) => void
}): GrowingCounter {
  let last = 0
  let looking = false
  let wokenAgain = false

  return {
    async begin() {
      last = await read()
    },
    look: async () => void (await hasGrown()),
    lookUntilGrown() {
      wokenAgain = looking
      if (looking) return // however often it wakes, one looks
      looking = true
      void lookPatiently().finally(() => {
        looking = false
      })
    },
  }

  async function lookPatiently(): Promise<void> {
    for (let attempt = 0; attempt < LOOK_TRIES; attempt++) {
      const again = wokenAgain
      wokenAgain = false
      if ((await hasGrown()) && !again && !wokenAgain) return
      await delay(LOOK_PAUSE_MS)
    }
  }

  async function hasGrown(): Promise<boolean> {
    const now = await read()
    if (now <= last) return false
    last = now
    options.tell(now)
    return true
  }

  async function read(): Promise<number> {
    return readCounter(await readOrEmpty(options.file), options.key)
  }
}
