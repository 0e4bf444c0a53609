import { z } from 'zod'
import { buildOriginSchema } from './build-spec.ts'

/** How an app's code is fetched from another git server, and what of it is deployed. */
export type GitRemoteView = {
  readonly app: string
  /** a push to it, here or at the provider, is built and deployed */
  readonly branch: string
  /** null: nothing was fetched yet */
  readonly url: string | null
  /** folder of the repository that is built; null: all of it */
  readonly directory: string | null
  /** public part of the deploy key, `ssh-ed25519 AAAA… name`; null: none was made */
  readonly publicKey: string | null
  /** host that a token is kept for; the token itself is never shown */
  readonly tokenHost: string | null
  /** ssh servers as they were met first */
  readonly hosts: readonly { readonly host: string; readonly fingerprint: string }[]
}

/** What was fetched lies in the store of sources, and may be built. */
export const fetchedSourceSchema = z.strictObject({
  source: z.string(),
  origin: buildOriginSchema.options[0],
  /** seconds since 1970 */
  sourceDateEpoch: z.number().int().min(0),
  /** lines of known_hosts, with a server that was met for the first time */
  hostKeys: z.string(),
  /** paths of submodules, whose files are not there */
  submodules: z.array(z.string()),
})

export type FetchedSource = z.infer<typeof fetchedSourceSchema>

/** A call of a git provider, and what became of it. */
export type GitDeliveryView = {
  readonly id: string
  /** github, gitlab or gitea */
  readonly provider: string
  readonly event: string
  readonly branch: string | null
  readonly commit: string | null
  readonly state: 'ignored' | 'waiting' | 'running' | 'built' | 'failed'
  /** why, where it was not built */
  readonly message: string | null
  readonly build: string | null
  readonly createdAt: Date
}

export type GitHookView = {
  /** when its address was made; null: there is none */
  readonly since: Date | null
  readonly by: string | null
  /** newest first */
  readonly deliveries: readonly GitDeliveryView[]
}

/** Address and secret are told once. */
export type GitHookSecretView = GitHookView & { readonly url: string; readonly secret: string }
