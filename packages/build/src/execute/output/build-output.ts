import { type Clock, createBell } from '@berth/core'
import type { BuildOutput as Piece } from '@berth/protocol'
import { untilTold } from '../until-told.ts'

const PIECE_BYTES = 48 * 1024
const REST_MS = 150

/**
 * What a build says, in lines: `#3 text`, where the number is the step's. It is sent in pieces, in order, until control
 * has taken each; what is beyond the bound is counted and left out, but for the ends of steps.
 */
export type BuildOutput = {
  /** False: there is no room any more, except for what the platform itself has to say. */
  readonly hasRoom: boolean
  /** of the programs of a step */
  line(step: number, text: string): void
  /** of the platform: always kept */
  note(step: number, text: string): void
  /** so many bytes were not even read */
  lose(bytes: number): void
  readonly lost: number
  /** Waits for no more lines: resolves when all was taken, or `signal` is aborted. */
  end(): Promise<void>
}

/** `send` rejects as long as control is away; `signal` gives up what was not sent. */
export function createBuildOutput(options: {
  readonly id: string
  /** the newest that is known */
  readonly generation: () => number
  readonly firstSeq: number
  readonly bytes: number
  readonly mask: (line: string) => string
  readonly clock: Clock
  readonly send: (piece: Piece) => Promise<void>
  readonly signal: AbortSignal
}): BuildOutput {
  const { id, generation, mask, clock, send, signal } = options
  let waiting = ''
  let [room, lost, seq] = [options.bytes, 0, options.firstSeq]
  let sending: Promise<void> | undefined
  const isWhole = createBell()
  let ended = false

  const add = (step: number, text: string) => {
    waiting += `#${step} ${mask(text)}\n`
    sending ??= drain().finally(() => {
      sending = undefined
    })
  }

  return {
    get hasRoom() {
      return room > 0
    },
    line(step, text) {
      const size = Buffer.byteLength(text) + 1
      if (room <= 0) lost += size
      else add(step, text)
      room -= size
    },
    note: add,
    lose(bytes) {
      lost += bytes
    },
    get lost() {
      return lost
    },
    async end() {
      ended = true
      isWhole.ring()
      while (sending && !signal.aborted) await sending
    },
  }

  /** Lines that come together go together; after the last one nothing is waited for. */
  async function drain(): Promise<void> {
    while (waiting !== '' && !signal.aborted) {
      if (!ended) await isWhole.wait(REST_MS)
      const bytes = Buffer.from(waiting)
      waiting = ''
      for (let from = 0; from < bytes.length && !signal.aborted; from += PIECE_BYTES) {
        await sendOne(bytes.subarray(from, from + PIECE_BYTES))
      }
    }
  }

  async function sendOne(bytes: Buffer): Promise<void> {
    const piece = {
      id,
      generation: generation(),
      seq: seq++,
      at: clock.now().toISOString(),
      data: bytes.toString('base64'),
    }
    await untilTold(() => send(piece), signal)
  }
}
