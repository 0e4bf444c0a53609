import { FLUSH, pktLine } from './pkt-line.ts'

const DATA = 1
const PROGRESS = 2
/** A line carries 65,515 bytes beside its band. */
const PIECE = 65_000

/** What is said to a pusher: text for the terminal, and the report at the end. */
export type Sideband = {
  /** text as it is; git writes `remote: ` before each line */
  say(text: string): void
  /** a sign of life, which shows nothing */
  alive(): void
  /** ends the answer */
  report(lines: Buffer): void
}

/** `banded`: whether the client can tell the bands apart; else it gets the report alone. */
export function createSideband(
  write: (bytes: Buffer) => void,
  options: { readonly banded: boolean },
): Sideband {
  if (!options.banded) return { say: () => undefined, alive: () => undefined, report: write }
  const send = (band: number, bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += PIECE)
      write(pktLine(Buffer.concat([Buffer.from([band]), bytes.subarray(at, at + PIECE)])))
  }
  return {
    say: (text) => send(PROGRESS, Buffer.from(text)),
    alive: () => write(pktLine(Buffer.from([DATA]))),
    report(lines) {
      send(DATA, lines)
      write(FLUSH)
    },
  }
}
