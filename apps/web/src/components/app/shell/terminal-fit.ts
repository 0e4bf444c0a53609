import { FitAddon } from '@xterm/addon-fit'
import type { Terminal } from '@xterm/xterm'

export type Size = { readonly cols: number; readonly rows: number }

/** A place without its styles yet, or without room, is no size: a shell that is told so draws over what stands above. */
const LEAST: Size = { cols: 10, rows: 2 }

/** How large a terminal is drawn: as its own element, or as the window of somebody else who types. */
export type TerminalFit = {
  readonly isOwn: boolean
  /** as its own element, from now on */
  own(): void
  /** as another window has it, until `own` */
  follow(size: Size): void
  close(): void
}

export function fitTerminal(terminal: Terminal, element: HTMLElement): TerminalFit {
  const addon = new FitAddon()
  let isOwn = true
  let isClosed = false
  const fit = () => {
    const size = addon.proposeDimensions()
    if (size && size.cols >= LEAST.cols && size.rows >= LEAST.rows) addon.fit()
  }
  terminal.loadAddon(addon)
  fit()
  const resizing = new ResizeObserver(() => {
    if (isOwn) fit()
  })
  resizing.observe(element)
  void fontOf(terminal).then((isLate) => {
    if (!isLate || isClosed) return
    measureAgain(terminal)
    if (isOwn) fit()
  })
  return {
    get isOwn() {
      return isOwn
    },
    own: () => {
      isOwn = true
      fit()
    },
    follow: ({ cols, rows }) => {
      isOwn = false
      terminal.resize(cols, rows)
    },
    close: () => {
      isClosed = true
      resizing.disconnect()
    },
  }
}

/** Waits for the font; true when the terminal measured its letters by another one meanwhile. */
async function fontOf({ options }: Terminal): Promise<boolean> {
  const font = `${options.fontSize}px ${options.fontFamily}`
  if (document.fonts.check(font)) return false
  await document.fonts.load(font).catch(() => []) // a font that does not come leaves the one that stands in for it
  return true
}

/** A terminal measures its letters when its font becomes another one. */
function measureAgain({ options }: Terminal): void {
  const { fontFamily } = options
  options.fontFamily = 'monospace'
  options.fontFamily = fontFamily
}
