import type { LabFiles, LabReading } from '@berth/lab'

/** Who asks, already authorised for the tenant. `by` is what "by" columns show. */
export type Caller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip?: string | null
}

/** Reads what a stranger wrote, apart from what others wait for. Errors: lab.too_slow, lab.reading_too_much. */
export type ReadFiles = (tenantId: string, files: LabFiles) => Promise<LabReading>

export type ResolvedImage = { readonly repository: string; readonly digest: string }

/** Finds an image once, with the rights of its tenant, as a deploy does. Errors: image.*, mirror.*. */
export type ResolveImage = (tenant: Caller['tenant'], reference: string) => Promise<ResolvedImage>

export type RemoteFolder = {
  readonly files: LabFiles
  readonly commit: string
  readonly branch: string
}

/** Fetches a folder of another git server. Errors: git.*, outbound.unreachable, input.invalid. */
export type FetchFolder = (wanted: {
  readonly tenantId: string
  readonly by: string
  readonly url: string
  /** null: the one that the server has first */
  readonly branch: string | null
  readonly directory: string | null
}) => Promise<RemoteFolder>

/** Keeps a tar archive for a build; answers the id of its source. Errors: quota.exceeded, disk.full. */
export type KeepSource = (sent: {
  readonly tenantId: string
  readonly by: string
  readonly content: AsyncIterable<Uint8Array>
}) => Promise<{ readonly id: string }>

/** `@berth/build`'s service fits. */
export type StartImageBuild = (
  request: Caller & {
    readonly repository: string
    readonly tag: string
    readonly source: string
    readonly origin: { readonly kind: 'folder'; readonly name: string }
    readonly recipe: BuildWish
  },
) => Promise<{ readonly id: string }>

type BuildWish = {
  readonly kind: 'dockerfile'
  readonly dockerfile: string
  readonly args: Record<string, string>
  readonly labels: Record<string, string>
  readonly noCache: boolean
  readonly secrets: string[]
}
