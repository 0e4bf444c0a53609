import type {
  AppState,
  DeployState,
  DeployStep,
  EndReason,
  InstanceState,
  Limits,
  NodeState,
  Permission,
  Quota,
  ReleaseState,
  Role,
} from '@berth/core'
import type { Health, Restart } from './container-spec.ts'
import type { AppCause } from './app-cause.ts'
import type { DeployNote } from './deploy-note.ts'
import type { CronEntry } from './job.ts'
import type { RunOptions } from './run-options.ts'
import type { SecretKind } from './secret-kind.ts'

/** What the API returns. Dates are `Date` (superjson carries them). The page and the CLI build on these. */

export type UserView = {
  id: string
  email: string
  name: string | null
  isAdmin: boolean
  disabled: boolean
  createdAt: Date
  lastSeenAt: Date | null
}

export type MeView = {
  /** a guest joined a course by a name alone, and has nothing else here */
  user: UserView & { isGuest: boolean }
  tenants: { id: string; name: string; role: Role }[]
  /** how many courses this person is in */
  courses: number
  locale: 'en' | 'zh-CN' | null
  /** how the request was authenticated */
  via: 'session' | 'token'
  scopes: Permission[] | null
  /** host of the platform, for example `localhost:7070`; registry names start with it */
  host: string
  url: string
  /** port of git over SSH at that host; 0: there is none */
  sshPort: number
}

export type TenantView = { id: string; name: string; role: Role; createdAt: Date }

/** Which of its first steps a tenant has taken, and whether who asks wants to see them no more. */
export type FirstStepsView = Record<'push' | 'deploy' | 'shell' | 'invite' | 'hidden', boolean>

export type QuotaView = { quota: Quota; used: Quota; left: Quota }

/** cpu in cores; memory and disk in bytes, by the limits of labs; `count` of sandboxes */
export type SandboxShare = { count: number; cpu: number; memory: number; disk: number }
export type SandboxQuotaView = {
  quota: SandboxShare
  /** `disk` with what those keep that do not run */
  used: SandboxShare
  /** of that, by so many sandboxes that rest */
  kept: { count: number; disk: number }
}

/** Bytes that sandboxes of a course keep while they rest; and of the tenant, what all take, and may take. */
export type CourseFilesView = { count: number; disk: number; tenant: { used: number; quota: number } }

/** What an administrator sets: `starts` and `resets` by one person within ten minutes. */
export type SandboxQuota = SandboxShare & { starts: number; resets: number }

export type MemberView = { userId: string; email: string; name: string | null; role: Role; since: Date }
export type InvitationView = {
  id: string
  email: string
  role: Role
  expiresAt: Date
  invitedBy: string
  link: string | null
}

export type InstanceView = {
  id: string
  /** of a job its kind */
  process: string
  /** the job that it was made for; null for an instance that serves */
  job: string | null
  instance: number
  release: number
  node: string
  state: InstanceState
  healthy: boolean
  /** how its last run ended, also while it runs again */
  lastEnd: EndReason | null
  /** why it does not run: the sentence of `describeEnd`; null while it runs or starts */
  reason: string | null
  lastLines: string[]
  /** starts that nobody asked for */
  restarts: number
  /** processes that were killed in its present run because its memory was used up */
  oomKills: number
  /** forks that its limit of processes refused in its present run */
  forksRefused: number
  startedAt: Date | null
  endedAt: Date | null
  nextStartAt: Date | null
}

export type AppView = {
  id: string
  name: string
  project: string
  state: AppState
  /** why, when the state is not `running` or `stopped` by hand */
  reason: string | null
  /** what `reason` says, for other languages than English; null where only the sentence is known */
  cause: AppCause | null
  url: string | null
  image: string | null
  port: number | null
  release: number | null
  replicas: number
  running: number
  limits: Limits
  /** seconds without a request after which it falls asleep; null: never */
  sleepAfter: number | null
  /** null: it is awake */
  asleepSince: Date | null
  deployedAt: Date | null
  deployedBy: string | null
  createdAt: Date
}

export type AppDetailView = AppView & {
  /** a push to it over git is built and deployed */
  deployBranch: string
  instances: InstanceView[]
  /** names only; `apps.env` returns values to those who may read them */
  envNames: string[]
  /** names of what its project shares, and it has not of its own */
  sharedEnvNames: string[]
  lastDeploy: DeployView | null
}

export type DeployStepView = {
  step: DeployStep
  state: 'pending' | 'running' | 'done' | 'failed' | 'skipped'
  message: string | null
  /** what `message` says, for other languages than English */
  note: DeployNote | null
  at: Date | null
  ms: number | null
}

export type DeployView = {
  id: string
  app: string
  release: number
  image: string
  state: DeployState
  reason: string | null
  /** who ended it before it came live; the reason says it too */
  canceledBy: string | null
  /** last log lines of the instance that failed, and how it ended */
  lastLines: string[]
  end: EndReason | null
  steps: DeployStepView[]
  by: string
  createdAt: Date
  endedAt: Date | null
}

/** One process type of a release. */
export type ProcessView = {
  /** null: the image's own */
  command: string[] | null
  replicas: number
  /** where its check asks; of `web` what visitors reach */
  port: number | null
  health: Health
  /** where they differ from the app's */
  limits: { [K in keyof Limits]?: number | undefined } | null
}

export type ReleaseView = {
  id: string
  number: number
  image: string
  digest: string
  port: number | null
  limits: Limits
  envNames: string[]
  /** names of what its project shared when it was made, and it has not of its own */
  sharedEnvNames: string[]
  /** which version of each it has */
  secrets: { name: string; version: number; as: SecretKind }[]
  /** names of secrets that its project shares, and it has not of its own */
  sharedSecretNames: string[]
  replicas: number
  by: string
  createdAt: Date
  current: boolean
  /** of which release this is a roll back */
  rollbackOf: number | null
  /** too old to go back to: its image may be gone */
  givenUp: boolean
  /** what made its image; null for an image that was pushed */
  build: string | null
  /** that it was built from */
  commit: string | null
  state: ReleaseState
  /** why it failed, or what took its place; null while it is live or on its way */
  reason: string | null
  /** it was live once, so that rolling back to it is no leap in the dark */
  worked: boolean
  processes: Record<string, ProcessView>
  health: Health
  restart: Restart
  options: RunOptions
  volumes: { name: string; path: string; readOnly: boolean; process: string }[]
  /** null: nothing runs before it starts */
  releaseCommand: string[] | null
  cron: CronEntry[]
}

/** `warning`: what speaks against it, in one English sentence; the page says it before, from `worked`. */
export type RollbackView = DeployView & { warning: string | null }

export type EventView = {
  id: string
  at: Date
  tenant: string
  /** `app.deployed`, `container.ended`, `deploy.failed`, `member.added` … */
  type: string
  app: string | null
  containerId: string | null
  by: string | null
  message: string
  data: Record<string, unknown>
}

export type TokenView = {
  id: string
  name: string
  kind: 'pat' | 'svc' | 'dpl'
  scopes: Permission[]
  /** within the tenant, to which its `registry:` scopes are cut; none: all of them */
  repositories: string[]
  lastFour: string
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
  by: string
}

/** A public key that git comes with over SSH. */
export type SshKeyView = {
  id: string
  name: string
  kind: 'person' | 'machine'
  /** `ssh-ed25519` */
  type: string
  /** `SHA256:…` */
  fingerprint: string
  createdAt: Date
  lastUsedAt: Date | null
  by: string
}

export type AuditView = {
  id: string
  at: Date
  by: string
  action: string
  target: string
  outcome: 'allowed' | 'denied'
  ip: string | null
  data: Record<string, unknown>
}

export type NodeView = {
  id: string
  name: string
  state: NodeState
  hostname: string
  kernel: string
  arch: string
  cgroup: string
  cpus: number
  memoryBytes: number
  diskBytes: number
  diskFreeBytes: number
  /** what containers write to: whether their disk limits hold there, else why not; null until its agent said */
  writable: { bytes: number; freeBytes: number; limited: boolean; reason: string | null } | null
  containers: number
  reserved: { cpu: number; memory: number }
  heartbeatAt: Date | null
  agentVersion: string
  /** networks that it asked for and another node holds, as `100.64.0.0/22`: nobody is sent to its containers there */
  refusedSubnets: string[]
}

export type SessionView = {
  id: string
  current: boolean
  ip: string | null
  userAgent: string | null
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

export type AdminTenantView = {
  id: string
  name: string
  members: number
  apps: number
  quota: Quota
  used: Quota
  /** bytes */
  images: { quota: number; used: number }
  sandboxes: SandboxQuota
  createdAt: Date
}
