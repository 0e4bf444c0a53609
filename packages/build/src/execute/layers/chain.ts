import type { LocalImage } from '@berth/image'
import type { KeptLayer } from '../cache/step-cache.ts'

/** What a stage has come to: an image, and the layers of steps over it. */
export type Chain = {
  /** of all that led here */
  readonly key: string
  readonly base: BaseLayers | null
  /** lowest first */
  readonly steps: readonly KeptLayer[]
}

/** The image below; it is pulled when something needs its files, and not before. */
type BaseLayers = { readonly digest: string; readonly local: () => Promise<LocalImage> }

export const EMPTY_CHAIN: Chain = { key: 'scratch', base: null, steps: [] }
