import { BerthError } from '@berth/core'

/** The one word that a command has beside its options. Error: input.invalid. */
export function requiredId(rest: readonly string[]): string {
  const [id, ...more] = rest
  if (id === undefined) throw new BerthError('input.invalid', 'the id of a container is missing')
  if (more.length > 0) throw new BerthError('input.invalid', `one container at a time: what is "${more[0]}"?`)
  return id
}
