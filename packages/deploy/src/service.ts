import type {
  AppDetailView,
  AppView,
  DeployView,
  EventView,
  InstanceView,
  QuotaView,
  ReleaseView,
  RollbackView,
  SecretChangeView,
  SecretView,
} from '@berth/protocol'
import type { Quota } from '@berth/core'
import type { VolumeService } from './volumes/create-volume-service.ts'
import type { ProjectService } from './projects/create-project-service.ts'
import type { AppRef } from './ensure-app.ts'
import type { JobService } from './jobs/create-job-service.ts'
import type { CronChange } from './jobs/cron/draft-cron.ts'
import type {
  AppTarget,
  Caller,
  CancelRequest,
  DeployRequest,
  EnvRequest,
  LimitsRequest,
  ProcessesRequest,
  RollbackRequest,
  RunRequest,
  ScaleRequest,
} from './requests.ts'
import type { SleepRequest } from './sleep/set-sleep.ts'
import type { SecretChange } from './secrets/secret-fields.ts'

/**
 * Everything that one does with apps. Errors of all: app.not_found, db.unavailable; of those that change something
 * also input.invalid, name.invalid, quota.exceeded, image.*.
 */
export type DeployService = {
  readonly volumes: VolumeService
  readonly projects: ProjectService
  deploy(request: DeployRequest): Promise<DeployView>
  /** the app of this name, made when it is new: for what is to be built before there is an image */
  ensureApp(target: AppTarget & { project?: string | undefined }): Promise<AppRef>
  setEnv(request: EnvRequest): Promise<DeployView>
  /** no deploy for an app that has no release yet: its first one has them. Error: secret.not_found */
  changeSecrets(request: AppTarget & SecretChange): Promise<SecretChangeView>
  /** command, health check and options, whole: what is left out is as usual again */
  configure(request: RunRequest): Promise<DeployView>
  setLimits(request: LimitsRequest): Promise<DeployView>
  /** processes come, change and go; errors beside the usual: name.invalid */
  setProcesses(request: ProcessesRequest): Promise<DeployView>
  /** entries that come, change and go; its instances stay. Error: cron.not_found */
  setCron(request: CronChange): Promise<DeployView>
  scale(request: ScaleRequest): Promise<DeployView>
  /** errors beside the usual: deploy.not_found, deploy.ended */
  cancel(request: CancelRequest): Promise<DeployView>
  rollback(request: RollbackRequest): Promise<RollbackView>

  /** commands that run once, and those that run by the clock */
  readonly jobs: JobService

  stop(target: AppTarget): Promise<AppView>
  start(target: AppTarget): Promise<AppView>
  /** holds its processes where they are; any start, restart or deploy wakes it */
  pause(target: AppTarget): Promise<AppView>
  unpause(target: AppTarget): Promise<AppView>
  restart(target: AppTarget): Promise<AppView>
  setSleep(request: SleepRequest): Promise<AppView>
  /** now, whatever is set: its next visitor wakes it */
  sleep(target: AppTarget): Promise<AppView>
  wake(target: AppTarget): Promise<AppView>
  /** answers nothing: its rows may be gone by then */
  destroy(target: AppTarget): Promise<void>

  listApps(caller: Caller): Promise<AppView[]>
  getApp(target: AppTarget): Promise<AppDetailView>
  env(target: AppTarget): Promise<Record<string, string>>
  /** names and versions; nothing gives a value back */
  listSecrets(target: AppTarget): Promise<SecretView[]>
  listReleases(target: AppTarget): Promise<ReleaseView[]>
  listDeploys(target: AppTarget & { limit?: number | undefined }): Promise<DeployView[]>
  getDeploy(caller: Caller & { id: string; app?: string | undefined }): Promise<DeployView>
  listInstances(caller: Caller & { app?: string | undefined }): Promise<(InstanceView & { app: string })[]>
  listEvents(
    caller: Caller & { app?: string | undefined; before?: string | undefined; limit?: number | undefined },
  ): Promise<{ events: EventView[]; next: string | null }>

  quota(tenantId: string): Promise<QuotaView>
  /** what each tenant's apps use of their quota, by tenant id; tenants without apps are missing */
  usage(tenantIds: readonly string[]): Promise<Map<string, Quota>>
}
