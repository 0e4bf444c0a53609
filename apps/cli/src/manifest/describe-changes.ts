import { styleText } from 'node:util'
import type { Change } from '@berth/manifest'
import { withoutControl } from '../terminal/without-control.ts'

/** A line per change; coloured where standard output is a terminal. */
export function describeChanges(changes: readonly Change[]): string[] {
  const width = Math.max(0, ...changes.map(({ name }) => name.length))
  return changes.map(({ name, from, to }) => {
    const values = from === null ? to : to === null ? from : `${from} → ${to}`
    const line = withoutControl(`${signOf(from, to)} ${name.padEnd(width)}  ${values ?? ''}`)
    return styleText(colourOf(from, to), line, { stream: process.stdout })
  })
}

function signOf(from: string | null, to: string | null): string {
  if (from === null) return '+'
  return to === null ? '-' : '~'
}

function colourOf(from: string | null, to: string | null): 'green' | 'red' | 'yellow' {
  if (from === null) return 'green'
  return to === null ? 'red' : 'yellow'
}
