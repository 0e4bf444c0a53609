import type { BuildFailure, BuildWarning } from '@berth/protocol'

/** Why a build failed, with the line that it is about and a mark below its column. */
export function describeFailure(failure: BuildFailure): string[] {
  const { message, file, line, column, text } = failure
  if (file === undefined || line === undefined) return [message]
  const place = [file, line, ...(column === undefined ? [] : [column])].join(':')
  return [`${place}: ${message}`, ...quoteLine({ line, column, text })]
}

export function describeWarning({ rule, message, file, line, column, text }: BuildWarning): string[] {
  return [`${file}:${line}: warning: ${message} (${rule})`, ...quoteLine({ line, column, text })]
}

type Quoted = {
  readonly line: number
  readonly column?: number | undefined
  readonly text?: string | undefined
}

function quoteLine({ line, column, text }: Quoted): string[] {
  if (text === undefined) return []
  const number = String(line)
  const margin = ' '.repeat(number.length)
  if (column === undefined) return [` ${number} | ${text}`]
  // tabs stay tabs, so that the mark stands where the terminal shows the column
  const before = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return [` ${number} | ${text}`, ` ${margin} | ${before}^`]
}
