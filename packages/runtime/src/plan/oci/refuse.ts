import { BerthError } from '@berth/core'

/** What is written well and cannot be done: `linux.sysctl: … `. Error: runtime.unsupported. */
export function unsupported(path: string, why: string): BerthError {
  return new BerthError('runtime.unsupported', `config.json: ${path}: ${why}`, { details: { path } })
}

/** What contradicts another part of the configuration. Error: input.invalid. */
export function contradiction(path: string, why: string): BerthError {
  return new BerthError('input.invalid', `config.json: ${path}: ${why}`, { details: { path } })
}
