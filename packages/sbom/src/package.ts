/** A package that an image brings. */
export type Package = {
  readonly type: 'deb' | 'apk' | 'npm' | 'pypi'
  readonly name: string
  readonly version: string
}

/** What an image says that it is. */
export type Distribution = { readonly id: string; readonly version: string }

/** What one file says. */
export type Finding =
  | { readonly kind: 'packages'; readonly packages: readonly Package[] }
  | { readonly kind: 'distribution'; readonly distribution: Distribution }

const NAME = /^[\x21-\x7e]{1,256}$/
const VERSION = /^[\x21-\x7e]{1,128}$/

/** Undefined for what no package is called: an image may hold anything under these file names. */
export function toPackage(type: Package['type'], name: unknown, version: unknown): Package | undefined {
  if (typeof name !== 'string' || typeof version !== 'string') return undefined
  return NAME.test(name) && VERSION.test(version) ? { type, name, version } : undefined
}
