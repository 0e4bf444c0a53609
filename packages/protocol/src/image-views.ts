import type { FindingCounts } from '@berth/core'

/** What page and CLI show of images. Sizes are bytes. */

export type RepositoryView = {
  /** `acme/hello` */
  name: string
  /** of the tenant that asks; others are public */
  own: boolean
  public: boolean
  description: string
  tags: number
  /** contents that it links, each once */
  bytes: number
  pulls: number
  /** of its newest tag */
  pushedAt: Date | null
}

export type RepositoryPage = { repositories: RepositoryView[]; total: number }

export type RepositoryDetails = RepositoryView & {
  readme: string
  createdAt: Date
  pulledAt: Date | null
  /** what storage has lost of its images, and some of the tags that need it */
  missing: { contents: number; tags: string[] }
}

export type TagView = {
  tag: string
  digest: string
  mediaType: string
  bytes: number
  pushedAt: Date
  pushedBy: string | null
  platforms: string[]
  pulls: number
  pulledAt: Date | null
  /** what a client is told to pull */
  pull: string
}

export type TagPage = { tags: TagView[]; total: number }

/** One layer of an image, or a step of its history that made none. */
export type LayerView = {
  /** null for a step without a layer */
  digest: string | null
  bytes: number
  mediaType: string | null
  /** as in a Dockerfile; null when the history does not tell */
  instruction: string | null
  createdAt: string | null
}

export type ImageConfigView = {
  createdAt: string | null
  author: string | null
  user: string | null
  workingDir: string | null
  entrypoint: string[]
  cmd: string[]
  /** `NAME=value`, as it is in the image */
  env: string[]
  ports: string[]
  volumes: string[]
  labels: Record<string, string>
  stopSignal: string | null
}

/** One manifest of an index. `attestation`: made by a builder beside the image of a platform. */
export type VariantView = { digest: string; platform: string; bytes: number; attestation: boolean }

export type ImageView = {
  repository: string
  /** null when it was asked for by digest */
  tag: string | null
  digest: string
  mediaType: string
  artifactType: string | null
  bytes: number
  platforms: string[]
  pushedAt: Date
  pushedBy: string | null
  pulls: number
  pulledAt: Date | null
  pull: string
  /** all that point to it, newest first, at most 100 */
  tags: string[]
  annotations: Record<string, string>
  /** digest of what it speaks of, as a signature does */
  subject: string | null
  variants: VariantView[]
  /** the manifest that config and layers are of: itself, or one of an index; null when there is none to show */
  shown: { digest: string; platform: string | null; bytes: number } | null
  config: ImageConfigView | null
  layers: LayerView[]
  /** what the platform's scanner found in the image that is shown; null when it did not look, or there is none */
  findings: FindingsView | null
}

export type FindingsView = { scanner: string; at: Date; counts: FindingCounts }

export type ReferrerKind = 'signature' | 'sbom' | 'attestation' | 'artifact'

/** What speaks of an image: by its subject, by a tag as cosign writes it, or from within its index. */
export type ReferrerView = {
  digest: string
  kind: ReferrerKind
  artifactType: string | null
  bytes: number
  pushedAt: Date
  pushedBy: string | null
  annotations: Record<string, string>
  /** the tag that stands for a referrer, `sha256-….sig` */
  tag: string | null
  referrers: ReferrerView[]
}

export type PackageView = { type: string; name: string; version: string }
/** An image that brings a package. */
export type PackageHolder = PackageView & { repository: string; digest: string; tags: string[] }
/** `known`: the packages of this image were read */
export type PackagePage = { packages: PackageView[]; total: number; known: boolean }

export type ConfigField =
  | 'user'
  | 'workingDir'
  | 'stopSignal'
  | 'author'
  | 'entrypoint'
  | 'cmd'
  | 'ports'
  | 'volumes'
  | 'env'
  | 'label'

/** `key`: of a variable or a label */
export type ConfigChange = {
  field: ConfigField
  key: string | null
  from: string | null
  to: string | null
}
export type LayerChange = LayerView & { state: 'shared' | 'added' | 'removed' }
export type PackageChange = { type: string; name: string; from: string | null; to: string | null }
export type ImageSide = { repository: string; reference: string; digest: string; platform: string | null }

export type ImageDiff = {
  from: ImageSide
  to: ImageSide
  config: ConfigChange[]
  layers: LayerChange[]
  bytes: { shared: number; added: number; removed: number }
  /** null when the packages of one side are not known */
  packages: PackageChange[] | null
}

export type DeletionView = {
  kind: 'tag' | 'image' | 'repository'
  tags: string[]
  /** how many manifests go, or are left without anything that holds them */
  manifests: number
  /** what nobody else in storage uses */
  freedBytes: number
  /** what the tenant's quota gets back */
  quotaBytes: number
  /** what goes on being used elsewhere */
  sharedBytes: number
  /** releases that could not be started again; with any of them an image is not deleted */
  usedBy: { app: string; release: number }[]
  /** of other tenants, whose names are theirs */
  usedByOthers: number
}
