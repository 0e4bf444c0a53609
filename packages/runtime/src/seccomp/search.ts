import { BPF, type Line } from './bpf.ts'

/** A run of system call numbers with one outcome: from this one to the next range. */
export type Range = { readonly from: number; readonly label: string }

/**
 * Ranges in order: those without numbers are left out, and neighbours of one outcome are one. Of two that begin with the
 * same number, the later counts.
 */
export function joinRanges(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted((a, b) => a.from - b.from)
  const result: Range[] = []
  for (const [i, range] of sorted.entries()) {
    if (sorted[i + 1]?.from === range.from) continue
    if (result.at(-1)?.label !== range.label) result.push(range)
  }
  return result
}

/** Binary search for the range of the loaded number; the first range takes everything below it, too. */
export function searchRanges(ranges: readonly Range[], prefix: string): Line[] {
  const [only] = ranges
  if (ranges.length === 1 && only) return [{ kind: 'goto', to: only.label }]
  const middle = ranges.length >> 1
  const right = ranges.slice(middle)
  const from = right[0]?.from ?? 0
  const label = `${prefix} from ${from}`
  return [
    { kind: 'if', code: BPF.jumpGreaterEqual, k: from, to: label },
    ...searchRanges(ranges.slice(0, middle), prefix),
    { kind: 'label', name: label },
    ...searchRanges(right, prefix),
  ]
}
