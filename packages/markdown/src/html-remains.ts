import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

const OPEN = '<!--'
const CLOSE = '-->'
const BREAK = /^<br {0,10}\/?>/i

/** What texts written for other places carry of HTML and nobody should read: comments go, `<br>` ends a line. All else stays text. */
export function readHtmlRemains(md: MarkdownIt): void {
  const endOf = commentEnds()
  /** Lines of a comment alone. */
  const comments = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => {
    if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false // it is code
    const end = endOf(state.src, (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0))
    if (end > (state.eMarks[endLine - 1] ?? 0)) return false
    let line = startLine
    while ((state.eMarks[line] ?? Infinity) < end) line += 1
    if (state.src.slice(end, state.eMarks[line]).trim() !== '') return false
    if (!silent) state.line = line + 1
    return true
  }
  const comment = (state: StateInline) => {
    const end = endOf(state.src, state.pos)
    if (end > state.posMax) return false
    state.pos = end
    return true
  }
  md.block.ruler.before('html_block', 'comment', comments, { alt: ['paragraph', 'reference', 'blockquote'] })
  md.inline.ruler.before('html_inline', 'comment', comment)
  md.inline.ruler.before('html_inline', 'break', lineBreak)
}

function lineBreak(state: StateInline, silent: boolean): boolean {
  const [found] = BREAK.exec(state.src.slice(state.pos, state.pos + 16)) ?? []
  if (found === undefined || state.pos + found.length > state.posMax) return false
  if (!silent) state.push('hardbreak', 'br', 0)
  state.pos += found.length
  return true
}

/** Where a comment that begins at a place is over; Infinity when none does. A text that opens many is searched once. */
function commentEnds(): (text: string, at: number) => number {
  let last = { text: '', from: 0, close: -1 }
  return (text, at) => {
    if (!text.startsWith(OPEN, at)) return Infinity
    const from = at + OPEN.length
    if (last.text !== text || from < last.from || from > last.close) {
      const close = text.indexOf(CLOSE, from)
      last = { text, from, close: close === -1 ? Infinity : close }
    }
    return last.close + CLOSE.length
  }
}
