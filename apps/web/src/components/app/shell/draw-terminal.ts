import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import { copiesBy, copySelection, pastesBy } from './copy-chords.ts'
import { isLeaveChord } from './leave-chord.ts'
import { fitTerminal } from './terminal-fit.ts'
import { terminalTheme } from './terminal-theme.ts'
import { typedKeys } from './typed-keys.ts'

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
  const search = new SearchAddon()
  terminal.loadAddon(search)
  terminal.loadAddon(new WebLinksAddon())
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', label)
  terminal.attachCustomKeyEventHandler((event) => {
    const isDown = event.type === 'keydown'
    if (isLeaveChord(event)) {
      if (isDown) onLeave()
      return false
    }
    if (pastesBy(event)) return false
    if (!copiesBy(event, terminal.hasSelection())) return true
    event.preventDefault() // else browsers open their tools
    if (isDown) copySelection(terminal)
    return false
  })
  const keys = typedKeys(terminal)
  const fit = fitTerminal(terminal, element)
  terminal.focus()
  return {
    terminal,
    keys,
    fit,
    search,
    close: () => {
      keys.close()
      fit.close()
      terminal.dispose()
    },
  }
}
