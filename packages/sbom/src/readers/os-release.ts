import type { Distribution } from '../package.ts'

/** os-release(5): undefined when it does not say who it is. */
export function readOsRelease(text: string): Distribution | undefined {
  const id = valueOf(text, 'ID')
  return id === undefined ? undefined : { id, version: valueOf(text, 'VERSION_ID') ?? '' }
}

function valueOf(text: string, key: string): string | undefined {
  return new RegExp(`^${key}=["']?([a-z0-9._-]{1,64})["']?\\s*$`, 'm').exec(text)?.[1]
}
