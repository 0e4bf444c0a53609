import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type Clock, createSerial } from '@berth/core'
import type { LogStore } from '@berth/logstore'
import type { LogPlace } from '@berth/protocol'
import type { Control } from '../node-options.ts'
import { takeTurn } from '../take-turn.ts'
import { packPiece } from './pack-piece.ts'

/** Brings the logs of containers to control, which keeps them longer than they are here. It never blocks who writes. */
export type LogKeeper = {
  /** Sends what is worth it of what is here, and all of what was set aside. */
  round(control: Control): Promise<void>
  /** Before its folder is removed: the log is set aside, and sent at once if that can be. */
  leave(id: string): Promise<void>
  /** The next control process may have kept more than this one. */
  forgetPlaces(): void
}

const PIECE_BYTES = 256 * 1024
/** What is less than a piece is sent when its first line is so old. */
const REST_MS = 10 * 60_000
/** One busy container does not hold up the others. */
const PIECES_AT_ONCE = 40
const IDS_AT_ONCE = 1000
/** Logs that had no whole piece last time are looked at in turn: on a full node most of them are quiet. */
const QUIET_AT_ONCE = 100
/** Logs that nobody takes do not fill the disk: each has at most five segments. */
const MOST_ASIDE = 100

export function createLogKeeper(options: {
  readonly logs: Pick<LogStore, 'piece'>
  readonly logDirectory: (id: string) => string
  readonly ids: () => Iterable<string>
  /** on the disk of the logs */
  readonly aside: string
  readonly control: () => Control | undefined
  readonly onError: (error: unknown) => void
  readonly clock: Clock
}): LogKeeper {
  const { logs, aside, clock } = options
  const serial = createSerial()
  const places = new Map<string, LogPlace | null>()
  const busy = new Set<string>()
  let turn = 0

  return {
    async round(control) {
      const here = [...options.ids()]
      const left = await leftAside()
      await ask(control, [...here, ...left])
      for (const id of whoseTurn(here)) {
        const directory = options.logDirectory(id)
        await alone(id, async () => void (await send(control, id, { directory, all: false })))
      }
      for (const id of left) await alone(id, () => sendAside(control, id))
    },
    leave: (id) =>
      serial.run(id, async () => {
        await mkdir(aside, { recursive: true, mode: 0o700 })
        await rename(options.logDirectory(id), join(aside, id)).catch(unlessMissing)
        const control = options.control()
        // what cannot be sent now waits for the next round: a removal does not
        if (control) await sendLeft(control, id).catch(options.onError)
      }),
    forgetPlaces: () => places.clear(),
  }

  function whoseTurn(here: readonly string[]): readonly string[] {
    const loud = new Set(here.filter((id) => busy.delete(id)))
    const quiet = takeTurn(
      here.filter((id) => !loud.has(id)),
      turn,
      QUIET_AT_ONCE,
    )
    turn = quiet.next
    return [...loud, ...quiet.chosen]
  }

  /** One that fails does not hold up the others, unless control is gone. */
  async function alone(id: string, work: () => Promise<void>): Promise<void> {
    await serial.run(id, work).catch((error: unknown) => {
      if (error instanceof BerthError && error.code.startsWith('protocol.')) throw error
      options.onError(error)
    })
  }

  async function sendLeft(control: Control, id: string): Promise<void> {
    await ask(control, [id])
    await sendAside(control, id)
  }

  async function sendAside(control: Control, id: string): Promise<void> {
    const directory = join(aside, id)
    if (!(await send(control, id, { directory, all: true }))) return
    await rm(directory, { recursive: true, force: true })
    places.delete(id)
    busy.delete(id)
  }

  /** True when nothing is left to send. */
  async function send(
    control: Control,
    id: string,
    { directory, all }: { directory: string; all: boolean },
  ): Promise<boolean> {
    for (let sent = 0; sent < PIECES_AT_ONCE; sent++) {
      const place = places.get(id)
      if (!place) return true // control keeps none of it
      const piece = await logs.piece(directory, place, PIECE_BYTES)
      if (!piece) return true
      const age = clock.now().getTime() - (piece.lines[0]?.at.getTime() ?? 0)
      if (!all && !piece.isWhole && age < REST_MS) return false
      const { next } = await control.call('logs.keep', await packPiece(id, piece))
      places.set(id, next)
      busy.add(id)
    }
    return false
  }

  async function ask(control: Control, ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !places.has(id)).slice(0, IDS_AT_ONCE)
    if (unknown.length === 0) return
    const answer = await control.call('logs.places', { ids: unknown })
    for (const id of unknown) places.set(id, answer.places[id] ?? null)
  }

  /** In no order; what is too much goes. */
  async function leftAside(): Promise<readonly string[]> {
    const names = (await readdir(aside).catch(unlessMissing)) ?? []
    await Promise.all(
      names.slice(MOST_ASIDE).map((name) => rm(join(aside, name), { recursive: true, force: true })),
    )
    return names.slice(0, MOST_ASIDE)
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
