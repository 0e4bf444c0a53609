import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogStore } from '@berth/logstore'
import type { BuildOutput } from './build-output.ts'

const TAIL_LINES = 50
/** of a record in a segment, beside its text */
const RECORD_BYTES = 20

/** the segments of one step's log: enough of them for all that is kept of a build */
export const STEP_LOG = { maxBytes: 4 * 1024 * 1024, maxSegments: 4 }

/**
 * Brings what a container writes to the output of its build while it runs. Once there is no room for it nothing is
 * read any more, but the last lines at its end. Returns what to call when it has ended; it resolves when all was read.
 */
export function followContainer(options: {
  readonly logs: LogStore
  readonly directory: string
  readonly output: BuildOutput
  readonly step: number
}): () => Promise<void> {
  const { logs, directory, output, step } = options
  const ended = new AbortController()
  let [lines, bytes] = [0, 0]
  const following = follow(true)

  return async () => {
    ended.abort()
    await following
    if (output.hasRoom) await follow(false)
    if (!output.hasRoom) await tellEnd() // the second reading may have filled it
  }

  /** The second reading skips what the first one had, because it may have been cut off anywhere. */
  async function follow(isLive: boolean): Promise<void> {
    let skip = isLive ? 0 : lines
    const reading = logs.read(directory, isLive ? { follow: true, signal: ended.signal } : { follow: false })
    for await (const { text } of reading) {
      if (skip-- > 0) continue
      lines += 1
      bytes += Buffer.byteLength(text) + RECORD_BYTES
      output.line(step, text)
      if (!output.hasRoom) return
    }
  }

  async function tellEnd(): Promise<void> {
    const rest = (await writtenBytes(directory)) - bytes
    if (rest <= 0) return
    output.lose(rest)
    output.note(step, `… about ${rest} bytes of output are left out, the last lines follow`)
    for await (const { text } of logs.read(directory, { follow: false, tail: TAIL_LINES })) {
      output.note(step, text.slice(0, 2000))
    }
  }
}

/** Segments that are gone were full. */
async function writtenBytes(directory: string): Promise<number> {
  const last = (await readdir(directory))
    .filter((name) => name.endsWith('.seg'))
    .toSorted()
    .at(-1)
  if (last === undefined) return 0
  const { size } = await stat(join(directory, last))
  return (Number.parseInt(last, 10) - 1) * STEP_LOG.maxBytes + size
}
