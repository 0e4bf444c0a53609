export type AnsiColor = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white'
export type AnsiSpan = { readonly text: string; readonly color: AnsiColor | null; readonly bold: boolean }

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

// oxlint-disable no-control-regex -- control sequences are what this reads (ECMA-48)
const SEQUENCE =
  /\u001b\[([0-9;]*)([A-Za-z])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b-\u001f]/g
// oxlint-enable no-control-regex

/** A log line with its colours as data; every other control sequence is left out. */
export function parseAnsi(line: string): readonly AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let style: Omit<AnsiSpan, 'text'> = { color: null, bold: false }
  let from = 0
  const push = (to: number) => {
    if (to > from) spans.push({ text: line.slice(from, to), ...style })
  }
  for (const match of line.matchAll(SEQUENCE)) {
    push(match.index)
    from = match.index + match[0].length
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '')
  }
  push(line.length)
  return spans
}

function applySgr(style: Omit<AnsiSpan, 'text'>, parameters: string): Omit<AnsiSpan, 'text'> {
  let { color, bold } = style
  for (const code of parameters.split(';').map(Number)) {
    if (code === 0) [color, bold] = [null, false]
    else if (code === 1) bold = true
    else if (code === 22) bold = false
    else if (code === 39) color = null
    else if (code === 38 || code === 48) return { color, bold }
    else if (code >= 30 && code <= 37) color = COLORS[code - 30] ?? null
    else if (code >= 90 && code <= 97) color = COLORS[code - 90] ?? null
  }
  return { color, bold }
}

/** The line as it reads, for search and download. */
export function plainText(line: string): string {
  return line.replace(SEQUENCE, '')
}
