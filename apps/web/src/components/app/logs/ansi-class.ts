import type { AnsiColor } from './ansi.ts'

/** Colours of terminals as ours, which can be read on both themes. */
export const ANSI_CLASS = {
  black: 'text-muted',
  red: 'text-bad',
  green: 'text-ok',
  yellow: 'text-warn',
  blue: 'text-accent-text',
  magenta: 'text-accent-text',
  cyan: 'text-accent-text',
  white: 'text-ink',
} as const satisfies Record<AnsiColor, string>
