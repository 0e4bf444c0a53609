import headless from '@xterm/headless'
import type { Size } from '../sessions.ts'

/** A terminal that nobody types into, as rows of text. */
export type TextScreen = {
  write(data: Uint8Array): void
  /** When all that was written is on it. */
  read(size: Size): Promise<Size & { lines: string[]; cursor: { row: number; column: number } }>
  close(): void
}

/** Each cell takes memory here, and how many there are is up to whoever types: larger ones are shown in part. */
const MOST = { cols: 300, rows: 120 }

/** Nothing that scrolled away is kept: it is for looking on. */
export function createTextScreen(size: Size): TextScreen {
  const terminal = new headless.Terminal({ ...bounded(size), scrollback: 0, allowProposedApi: true })
  return {
    write: (data) => terminal.write(data),
    async read(wanted) {
      const { cols, rows } = bounded(wanted)
      if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows)
      await new Promise<void>((resolve) => terminal.write('', resolve))
      const { active } = terminal.buffer
      const all = Array.from(
        { length: rows },
        (_, row) =>
          active
            .getLine(active.viewportY + row)
            ?.translateToString(true)
            .trimEnd() ?? '',
      )
      const last = all.findLastIndex((line) => line !== '')
      return {
        ...{ cols, rows, lines: all.slice(0, last + 1) },
        cursor: { row: active.cursorY, column: active.cursorX },
      }
    },
    close: () => terminal.dispose(),
  }
}

function bounded({ cols, rows }: Size): Size {
  return { cols: Math.min(cols, MOST.cols), rows: Math.min(rows, MOST.rows) }
}
