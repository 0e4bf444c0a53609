import { setTimeout as sleep } from 'node:timers/promises'
import { visit } from '../../support/visit.ts'

export type RequestLoop = {
  /** how often it asked so far */
  asked(): number
  /** ends the loop; what was not answered with 200, in words */
  stop(): Promise<{ readonly asked: number; readonly failures: readonly string[] }>
}

/** Asks one address again and again, one request at a time. */
export function requestLoop(url: string): RequestLoop {
  const failures: string[] = []
  let asked = 0
  let going = true
  const run = async () => {
    while (going) {
      asked++
      const problem = await visit(url).then(
        ({ status }) => (status === 200 ? undefined : `status ${status}`),
        (error: unknown) => String(error),
      )
      if (problem) failures.push(problem)
      await sleep(5)
    }
  }
  const running = run()
  return {
    asked: () => asked,
    stop: async () => {
      going = false
      await running
      return { asked, failures }
    },
  }
}
