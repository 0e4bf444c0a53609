/** What berth-init says after it has performed a plan. `operation` is an index into it. */
export type PlanOutcome =
  | { readonly kind: 'started'; readonly pid: number }
  | {
      readonly kind: 'failed'
      readonly operation: number
      readonly errno: number
      readonly detail: number
    }
  | { readonly kind: 'died' }

/** One line of berth-init, about the plan that was sent as `number`; 0 where only one was, and for `gone`. */
export type Said = { readonly number: number; readonly word: SaidWord; readonly pid: number }
type SaidWord = PlanOutcome | 'forked' | 'refused' | 'gone'

/** `<number> started <pid>`, `<number> failed <operation> <errno> <detail>`; forked, refused and gone: native/resident.c. */
export function parseSaid(line: string): Said {
  const [number, word, ...rest] = line.trim().split(' ')
  const [first = 0, errno = 0, detail = 0] = rest.map(Number)
  return { number: Number(number), word: wordOf(word, first, errno, detail), pid: first }
}

function wordOf(word: string | undefined, first: number, errno: number, detail: number): SaidWord {
  switch (word) {
    case 'started':
      return { kind: 'started', pid: first }
    case 'failed':
      return { kind: 'failed', operation: first, errno, detail }
    case 'forked':
    case 'refused':
    case 'gone':
      return word
    default:
      return { kind: 'died' }
  }
}
