/** More than these do not go as one. */
const MOST = 64

type Run = (text: string) => Promise<void>
type Waiting = {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * One run at a time: what comes meanwhile goes as one text in the next, since a program's start costs more than what it
 * is told. For programs that do all or nothing of a text. Where one for several fails each runs alone, in its order, so
 * that an error is told to whom it concerns.
 */
export function joinRuns(run: Run): Run {
  const waiting: Waiting[] = []
  let isRunning = false

  return (text) =>
    new Promise((resolve, reject) => {
      waiting.push({ text, resolve, reject })
      if (!isRunning) void runAll()
    })

  async function runAll(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) await perform(waiting.splice(0, MOST))
    isRunning = false
  }

  async function perform(joined: readonly Waiting[]): Promise<void> {
    try {
      await run(joined.map(({ text }) => text).join('\n'))
      for (const one of joined) one.resolve()
    } catch (error) {
      if (joined.length === 1) joined[0]?.reject(error)
      else for (const one of joined) await perform([one])
    }
  }
}
