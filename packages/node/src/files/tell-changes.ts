import type { WrittenLayer } from '@berth/runtime'
import type { HostWork } from './host-sessions.ts'
import { readChanges } from './read-changes.ts'

/** A line of JSON for each thing that the container changed, on the output. */
export function tellChanges(init: string, layer: WrittenLayer): HostWork {
  return async (output, signal) => {
    const changes = readChanges({ init, layer, signal })
    for (;;) {
      const { done, value } = await changes.next()
      if (done) {
        for (const note of value) output.note(note)
        return 0
      }
      const lines = value.map((change) => `${JSON.stringify(change)}\n`)
      await output.data(Buffer.from(lines.join('')))
    }
  }
}
