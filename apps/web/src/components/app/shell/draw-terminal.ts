import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import { isLeaveChord } from './leave-chord.ts'
import { terminalTheme } from './terminal-theme.ts'

/** A terminal in an element, as large as that is; `close` takes it away. */
export function drawTerminal(options: { element: HTMLElement; label: string; onLeave: () => void }) {
  const { element, label, onLeave } = options
  const terminal = new Terminal({
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 13,
    lineHeight: 1.2,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    scrollback: 10_000,
    theme: terminalTheme(element),
    minimumContrastRatio: 4.5,
  })
  const fit = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.loadAddon(new WebLinksAddon())
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', label)
  terminal.attachCustomKeyEventHandler((event) => {
    if (!isLeaveChord(event)) return true
    if (event.type === 'keydown') onLeave()
    return false
  })
  fit.fit()
  terminal.focus()
  const resizing = new ResizeObserver(() => fit.fit())
  resizing.observe(element)
  return {
    terminal,
    search,
    close: () => {
      resizing.disconnect()
      terminal.dispose()
    },
  }
}
