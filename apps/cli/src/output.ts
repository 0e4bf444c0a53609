import { explainError } from './session/explain-error.ts'
import { withoutControl } from './terminal/without-control.ts'

/** Results go to stdout, words about them to stderr. */
export function printResult(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function say(text: string): void {
  process.stderr.write(`${withoutControl(text)}\n`)
}

export function printJson(value: unknown): void {
  printResult(JSON.stringify(value))
}

/** One line for anything that was thrown; what was not foreseen tells its own message. */
export function messageOf(error: unknown): string {
  const known = explainError(error)
  return known instanceof Error ? known.message : String(known)
}
