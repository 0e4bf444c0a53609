import { BerthError } from './error.ts'

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Names that have a meaning of their own in an address, and so cannot be a tenant's. */
export const RESERVED_NAMES: readonly string[] = [
  'library',
  'mirror',
  'git',
  'docker',
  'api',
  'v2',
  'admin',
  'www',
]

/** Tenant, project, app, process and volume names: `[a-z0-9]` and single `-`, 2 to 32 long. */
export function isName(value: string): boolean {
  return value.length >= 2 && value.length <= 32 && NAME.test(value)
}

/** Returns the name, or throws `name.invalid` / `name.reserved`, naming `what` it was for. */
export function parseName(what: string, value: string): string {
  if (!isName(value)) {
    throw new BerthError(
      'name.invalid',
      `${what} name "${value}" is not valid: use 2 to 32 of a-z, 0-9 and single "-", starting and ending with a letter or digit`,
      { details: { what, value } },
    )
  }
  if (RESERVED_NAMES.includes(value)) {
    throw new BerthError('name.reserved', `${what} name "${value}" is reserved: choose another`, {
      details: { what, value },
    })
  }
  return value
}
