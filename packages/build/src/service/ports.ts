/** What this package asks of the vault; in web, which has no master key, control answers it. */
export type SecretBox = {
  seal(tenantId: string, values: Readonly<Record<string, string>>): Promise<Record<string, string>>
  open(tenantId: string, values: Readonly<Record<string, string>>): Promise<Record<string, string>>
}

/** Whoever asks, already authorised for the tenant. `by` is what "by" columns show. */
export type Caller = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip?: string | null
  /** a token for one app asks */
  readonly ownApp?: boolean
}

/** Makes sure that an app is there before it has an image; `@berth/deploy`'s service fits. */
export type EnsureApp = (
  target: Caller & { readonly app: string; readonly project?: string | undefined },
) => Promise<{ readonly id: string; readonly name: string }>

/** Deploys what was built; asked twice for one build it answers the same deploy. Errors: those of a deploy. */
export type DeployBuilt = (built: {
  readonly caller: Caller
  readonly app: string
  readonly image: string
  readonly build: { readonly id: string; readonly commit: string | null }
  /** as it was asked for beside the image, with plain values in `env` */
  readonly wish: Readonly<Record<string, unknown>>
}) => Promise<{ readonly id: string }>

/** Finds an image that a build is based on, with the rights of its tenant. Errors: image.*, mirror.*. */
export type ResolveBase = (
  tenant: { readonly id: string; readonly name: string },
  reference: string,
) => Promise<{ readonly repository: string; readonly digest: string }>

/** Wakes a node for its builds; never rejects. `@berth/queue`'s Queues fit. */
export type WakeBuilder = (nodeId: string) => Promise<void>

/** What this package needs of a logger; pino's fits. */
export type Log = {
  info(data: object, message: string): void
  warn(data: object, message: string): void
}
