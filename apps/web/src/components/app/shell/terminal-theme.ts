import type { ITheme } from '@xterm/xterm'

/** The terminal's colours from the page's tokens, resolved to what a canvas understands. */
export function terminalTheme(element: HTMLElement): ITheme {
  const token = (name: string) => resolve(element, `var(--${name})`)
  return {
    background: token('sunken'),
    foreground: token('ink'),
    cursor: token('accent'),
    cursorAccent: token('sunken'),
    selectionBackground: resolve(element, 'color-mix(in oklch, var(--accent) 35%, transparent)'),
    black: token('ink'),
    red: token('bad'),
    green: token('ok'),
    yellow: token('warn'),
    blue: token('accent-text'),
    magenta: token('accent-text'),
    cyan: token('accent'),
    white: token('muted'),
    brightBlack: token('faint'),
    brightRed: token('bad-hover'),
    brightGreen: token('ok'),
    brightYellow: token('warn'),
    brightBlue: token('accent-hover'),
    brightMagenta: token('accent-hover'),
    brightCyan: token('accent-hover'),
    brightWhite: token('ink'),
  }
}

/** xterm.js reads hex and rgb only; a canvas turns any CSS colour into bytes. */
function resolve(element: HTMLElement, color: string): string {
  const probe = element.ownerDocument.createElement('span')
  probe.style.color = color
  element.append(probe)
  const computed = getComputedStyle(probe).color
  probe.remove()
  const context = element.ownerDocument.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!context) return computed
  context.fillStyle = computed
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data
  return `rgba(${r}, ${g}, ${b}, ${a / 255})`
}
