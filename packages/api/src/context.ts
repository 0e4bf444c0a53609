import type { Actor, Auth } from '@berth/auth'
import type { BuildService } from '@berth/build/service'
import type { BerthError } from '@berth/core'
import type { Courses } from '@berth/course'
import type { Db } from '@berth/db'
import type { BackupService, DeployService } from '@berth/deploy'
import type { DomainService, DoorService, OwnTlsService } from '@berth/domain'
import type { Logger } from '@berth/log'
import type { MetricsQueries } from '@berth/metrics'
import type { GitHookService, GitRemoteService } from '@berth/push/remote'
import type { ImageQueries, ImageRules, MirrorAdmin, StorageQueries } from '@berth/registry'
import type { SourceUploadView } from '@berth/protocol'
import type { ClassService, SandboxService } from '@berth/sandbox'
import type { PortService } from '@berth/sandbox/door'
import type { LabService } from '@berth/sandbox/labs'
import type { WebhookService } from '@berth/webhook'
import type { NodeImageService } from './node-images/create-node-images.ts'

/** What every procedure gets. Made once per request by the server that mounts the API. */
export type ApiContext = {
  /** all tenants' data; a `tenantProcedure` gets `db` narrowed to its tenant instead */
  readonly db: Db
  /** who asks; null: nobody, or somebody whose proof was refused (then `refused` says why) */
  readonly actor: Actor | null
  readonly refused: BerthError | null
  readonly ip: string | null
  readonly guestMemory: GuestMemory
  readonly auth: Auth
  readonly courses: Courses
  readonly labs: LabService
  readonly sandboxes: SandboxService
  readonly sandboxPorts: PortService
  readonly classes: ClassService
  readonly deploy: DeployService
  readonly domains: DomainService
  readonly door: DoorService
  readonly tls: OwnTlsService
  readonly builds: BuildService
  readonly sources: SourceInvitations
  readonly gitRemotes: GitRemoteService
  readonly gitHooks: GitHookService
  readonly images: ImageQueries
  readonly imageRules: ImageRules
  readonly metrics: MetricsQueries
  readonly nodeImages: NodeImageService
  readonly mirrors: MirrorAdmin
  readonly storage: StorageQueries & {
    /** Begins a collection, which control runs. Error: storage.collecting. */
    collect(ask: { by: string; dryRun: boolean; reconcile: boolean }): Promise<{ id: string }>
  }
  readonly backups: BackupService
  readonly webhooks: WebhookService
  readonly config: ApiConfig
  readonly log: Logger
}

/** The way back of the guest that this browser was, kept by it where no script reads it. */
export type GuestMemory = { readonly remembered: string | null; keep(token: string): void }

/** Lets somebody who was asked for the right send what is to be built. */
export type SourceInvitations = {
  invite(caller: { readonly tenant: { readonly id: string }; readonly by: string }): SourceUploadView
}

export type ApiConfig = {
  /** public address of the platform, without a slash at the end */
  readonly url: string
  /** host and port of `url`: registry names start with it */
  readonly host: string
  /** domain of the apps' addresses, with its port */
  readonly appsDomain: string
  /** port of git over SSH at the host of `url`; 0: there is none */
  readonly sshPort: number
}
