import type { Secret } from '@berth/core'

/** A registry that is mirrored, with what it takes to ask it. */
export type Upstream = {
  readonly id: string
  readonly prefix: string
  /** without a slash at the end */
  readonly url: string
  readonly credentials: { readonly username: string; readonly password: Secret } | null
  /** hosts that may see the credentials, beside its own */
  readonly realms: readonly string[]
  readonly plainHttp: boolean
  readonly ttlSeconds: number
  readonly maxBytes: number
  /** changes with every change of the row */
  readonly version: string
}
