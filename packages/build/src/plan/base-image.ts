import type { Place } from '@berth/dockerfile'
import type { ImageConfig } from '@berth/oci'

/** An image that a build names, resolved by whoever calls `planBuild`. */
export type BaseImage = {
  /** as the Dockerfile writes it, variables filled in */
  readonly reference: string
  /** `linux/amd64` */
  readonly platform: string
  /** of its manifest */
  readonly digest: string
  readonly config: ImageConfig
}

/** What `basesOf` asks to be resolved; `place`: the FROM that first names it. */
export type BaseRequest = { readonly reference: string; readonly platform: string; readonly place: Place }
