import type { Readable } from 'node:stream'

/** An image that is looked into; `layers` lowest first, all stored. */
export type InspectedImage = {
  readonly repository: string
  readonly digest: string
  readonly createdAt: Date | null
  readonly layers: readonly string[]
}

/** What was found: packages for the search, documents to be kept beside the image as its referrers. */
export type Inspection = {
  readonly packages: readonly { readonly type: string; readonly name: string; readonly version: string }[]
  readonly documents: readonly Document[]
  /** more documents, of somebody who may fail: what is above is kept before */
  readonly later?: () => Promise<readonly Document[]>
}

export type Document = {
  /** also the type of the artifact */
  readonly mediaType: string
  readonly content: string
  readonly annotations: Readonly<Record<string, string>>
}

/** Looks into images; the app passes it in. An error of kind `invalid` or `exhausted` is the image's fault. */
export type InspectImage = (
  image: InspectedImage,
  open: (digest: string) => Promise<Readable>,
  signal: AbortSignal,
) => Promise<Inspection>
