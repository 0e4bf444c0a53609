import type { Clock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Addresses } from './app-address.ts'
import type { ImageLookup, Log, SecretBox, Wake } from './ports.ts'

/** What the use-cases are made with. */
export type DeployContext = {
  readonly db: Db
  readonly wake: Wake
  readonly images: ImageLookup
  readonly secrets: SecretBox
  /** host (and port) of registry names */
  readonly host: string
  readonly addresses: Addresses
  readonly clock: Clock
  readonly log: Log
}
