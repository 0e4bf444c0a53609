import type { Terminal } from '@xterm/xterm'

/** What programs ask a terminal: what it is, where its cursor stands, its modes and settings. */
const QUESTIONS = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { prefix: '>', final: 'q' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
] as const
const COLOURS = [4, 10, 11, 12]

/**
 * While `isQuiet` says so, questions on the screen are not answered: whoever asked has its answer, when it asked or from
 * another window, and one more would be typed into the shell.
 */
export function quietScreen({ parser }: Pick<Terminal, 'parser'>, isQuiet: () => boolean): void {
  for (const question of QUESTIONS) parser.registerCsiHandler(question, isQuiet)
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isQuiet)
  for (const colour of COLOURS) {
    parser.registerOscHandler(colour, (data) => isQuiet() && data.endsWith('?'))
  }
}
