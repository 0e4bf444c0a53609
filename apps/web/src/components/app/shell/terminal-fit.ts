import { FitAddon } from '@xterm/addon-fit'
import type { Terminal } from '@xterm/xterm'

export type Size = { readonly cols: number; readonly rows: number }

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
  const fit = new FitAddon()
  let isOwn = true
  terminal.loadAddon(fit)
  fit.fit()
  const resizing = new ResizeObserver(() => {
    if (isOwn) fit.fit()
  })
  resizing.observe(element)
  return {
    get isOwn() {
      return isOwn
    },
    own: () => {
      isOwn = true
      fit.fit()
    },
    follow: ({ cols, rows }) => {
      isOwn = false
      terminal.resize(cols, rows)
    },
    close: () => resizing.disconnect(),
  }
}
