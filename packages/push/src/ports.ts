import type { Permission } from '@berth/core'
import type { BuildDetailView, BuildOrigin } from '@berth/protocol'

/** Who pushes or fetches, as far as it must be known here; the actors of @berth/auth fit. */
export type GitActor = {
  readonly label: string
  readonly token: { readonly appId: string | null } | null
}

/** What is asked of @berth/auth. */
export type GitAuth<Actor extends GitActor> = {
  authenticate(proof: {
    authorization: string | null
    cookie: string | null
    ip: string | null
  }): Promise<Actor | null>
  /** Errors: tenant.not_found, auth.forbidden, auth.scope_missing. */
  authorize(request: {
    actor: Actor
    tenant: string
    permission: Permission
    target?: { app?: string }
    ip?: string | null
  }): Promise<{ readonly tenant: { readonly id: string; readonly name: string } }>
}

/** Somebody who may push to an app. */
export type Pusher = {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly by: string
  readonly ip: string | null
  /** a token for that app alone */
  readonly ownApp?: boolean
}

/** What is asked of @berth/deploy. */
export type PushApps = {
  /** The app of this name, made when it is new. Errors: name.invalid, name.reserved. */
  ensureApp(
    target: Pusher & { readonly app: string },
  ): Promise<{ readonly id: string; readonly name: string }>
  addressOf(app: string, tenant: string): string
}

/** What is asked of @berth/build. */
export type PushBuilds = {
  /** Keeps a tar archive to build from. Errors: source.too_large, quota.exceeded, disk.full. */
  keepSource(source: {
    readonly tenantId: string
    readonly by: string
    readonly content: AsyncIterable<Uint8Array>
  }): Promise<{ readonly id: string }>
  /** Begins to build an app from what was kept, and deploys what comes of it. */
  start(
    request: Pusher & {
      readonly app: string
      readonly sourceId: string
      readonly origin: Extract<BuildOrigin, { kind: 'git' }>
      /** seconds since 1970 */
      readonly sourceDateEpoch: number
    },
  ): Promise<{ readonly id: string }>
  /** Error: build.ended. */
  cancel(request: Pusher & { readonly id: string; readonly reason: string }): Promise<unknown>
  /** All that it prints and becomes, until it has ended. Error: build.not_found. */
  follow(tenantId: string, id: string): AsyncIterable<BuildMoment>
  /** How to end a build by hand: a command. */
  cancelHint(id: string): string
}

export type BuildMoment =
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'state'; readonly build: BuildDetailView }

export type PushLimits = {
  /** of all packs of a repository together */
  readonly repositoryBytes: number
  /** of the files of a commit */
  readonly sourceBytes: number
}

export const PUSH_LIMITS: PushLimits = { repositoryBytes: 1024 ** 3, sourceBytes: 512 * 1024 ** 2 }
