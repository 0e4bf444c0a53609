import type { BuildDetailView, BuildOrigin, BuildRecipe, FetchedSource } from '@berth/protocol'

/** Who asks, already authorised for the tenant. */
export type RemoteCaller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip?: string | null
  /** it reaches what is that app's, and nothing that no app has */
  readonly ownApp?: boolean
}

/** What is asked of the vault; `seal` is enough where nothing is fetched. */
export type SealSecrets = (
  tenantId: string,
  values: Readonly<Record<string, string>>,
) => Promise<Record<string, string>>

/** What is asked of @berth/deploy: the app of this name, made when it is new. Errors: name.*. */
export type EnsureApp = (
  target: RemoteCaller & { readonly app: string; readonly project?: string | undefined },
) => Promise<{ readonly id: string; readonly name: string }>

/** What is asked of @berth/build. */
export type StartRemoteBuild = (
  request: RemoteCaller & {
    readonly app: string
    readonly project?: string | undefined
    readonly source: string
    readonly origin: BuildOrigin
    readonly recipe: BuildRecipe
    readonly ssh?: Readonly<Record<string, string | null>> | undefined
    readonly env?: Readonly<Record<string, string>> | undefined
    readonly wish: Readonly<Record<string, unknown>>
  },
) => Promise<BuildDetailView>

/** `appId`: whose key and token are used; null: nobody's. `branch` null: the one that the server has first. */
export type SourceWanted = {
  readonly tenantId: string
  readonly by: string
  readonly appId: string | null
  readonly url: string
  readonly branch: string | null
  readonly directory: string | null
}

/** Fetches code and keeps it as a source. Errors: git.*, outbound.unreachable, source.too_large, quota.exceeded, input.invalid (directory). */
export type FetchSource = (wanted: SourceWanted) => Promise<FetchedSource>

/** What is fetched and how it is built; what is not given stays as it was the last time. */
export type DeployFromGit = RemoteCaller & {
  readonly app: string
  readonly url?: string | undefined
  readonly branch?: string | undefined
  readonly directory?: string | undefined
  readonly project?: string | undefined
  readonly recipe: BuildRecipe
  /** private keys for its steps; null: the deploy key of the app */
  readonly ssh?: Readonly<Record<string, string | null>> | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly wish: Readonly<Record<string, unknown>>
}
