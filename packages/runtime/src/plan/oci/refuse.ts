import { BerthError } from '@berth/core'

/** What is written well and cannot be done: `linux.sysctl: … `. Error: runtime.unsupported. */
export function unsupported(path: string, why: string): BerthError {
  return new BerthError('runtime.unsupported', lineOf(path, why), { details: { path } })
}

/** What contradicts another part of the configuration. Error: input.invalid. */
export function contradiction(path: string, why: string): BerthError {
  return new BerthError('input.invalid', lineOf(path, why), { details: { path } })
}

const SHOWN = 200

/** What is quoted of a configuration may be of any length. */
function lineOf(path: string, why: string): string {
  return `config.json: ${clipped(path)}: ${clipped(why)}`
}

function clipped(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
