import { BerthError } from '@berth/core'
import { Prisma } from './generated/client.ts'

/** How rows of a model belong to a tenant. A model that is missing here does not compile. */
const SCOPES = {
  Tenant: 'id',
  Membership: 'tenantId',
  Invitation: 'tenantId',
  Token: 'tenantId',
  Project: 'tenantId',
  App: 'tenantId',
  Deploy: 'tenantId',
  Container: 'tenantId',
  Job: 'tenantId',
  JobLog: 'platform',
  CronState: 'app',
  Event: 'tenantId',
  Audit: 'tenantId',
  Release: 'app',
  Secret: 'app',
  SecretVersion: 'secret',
  Alert: 'tenantId',
  LogSource: 'tenantId',
  LogPiece: 'source',
  Repository: 'tenantId',
  RepositoryBlob: 'repository',
  Manifest: 'repository',
  Tag: 'repository',
  Upload: 'repository',
  ImagePackage: 'repository',
  ImageUsage: 'tenantId',
  TenantBlob: 'tenantId',
  RetentionRule: 'tenantId',
  TagRule: 'tenantId',
  Webhook: 'tenantId',
  WebhookDelivery: 'webhook',
  Source: 'tenantId',
  Build: 'tenantId',
  BuildOutput: 'build',
  GitPack: 'app',
  GitRef: 'app',
  GitPush: 'app',
  GitRemote: 'app',
  GitHook: 'app',
  GitDelivery: 'app',
  RequestMetric: 'app',
  UseMetric: 'app',
  SshKey: 'tenantId',
  Domain: 'tenantId',
  Certificate: 'domain',
  CertificateOrder: 'tenantId',
  AppDoor: 'app',
  Volume: 'tenantId',
  VolumeSnapshot: 'volume',
  VolumeTask: 'volume',
  BackupTarget: 'tenantId',
  VolumeBackup: 'tenantId',
  VolumeTransfer: 'tenantId',
  Course: 'tenantId',
  CourseMember: 'tenantId',
  CourseInvite: 'tenantId',
  Lab: 'tenantId',
  LabVersion: 'tenantId',
  CourseLab: 'tenantId',
  Sandbox: 'tenantId',
  SandboxTerminal: 'tenantId',
  CheckResult: 'tenantId',
  SandboxEvent: 'tenantId',
  Broadcast: 'tenantId',
  BroadcastResult: 'tenantId',
  // Of the whole platform: a tenant's client cannot ask for them, but a row may be included from one of its own.
  User: 'platform',
  Account: 'platform',
  Session: 'platform',
  PasswordReset: 'platform',
  AuthAttempt: 'platform',
  Node: 'platform',
  Blob: 'platform',
  Upstream: 'platform',
  AcmeAccount: 'platform',
  OwnHost: 'platform',
  CollectionRun: 'platform',
  Setting: 'platform',
  MetricStep: 'platform',
} as const satisfies Record<
  Prisma.ModelName,
  | 'id'
  | 'tenantId'
  | 'app'
  | 'build'
  | 'domain'
  | 'repository'
  | 'secret'
  | 'source'
  | 'volume'
  | 'webhook'
  | 'platform'
>

type Args = Readonly<Record<string, unknown>>

/** Narrows the arguments of any Prisma operation to one tenant, or throws `auth.forbidden` where that has no meaning. */
export function scopeArgs(options: {
  model: Prisma.ModelName
  operation: string
  args: unknown
  tenantId: string
}): Args {
  const { model, operation, tenantId } = options
  if (SCOPES[model] === 'platform') throw refused(`${model} does not belong to a tenant`)
  const args = toArgs(options.args)
  switch (operation) {
    case 'findUnique':
    case 'findUniqueOrThrow':
    case 'findFirst':
    case 'findFirstOrThrow':
    case 'findMany':
    case 'count':
    case 'aggregate':
    case 'groupBy':
      return { ...args, where: narrow(args['where'], readFilter(model, tenantId)) }
    case 'delete':
    case 'deleteMany':
      return { ...args, where: narrow(args['where'], writeFilter(model, tenantId)) }
    case 'update':
    case 'updateMany':
    case 'updateManyAndReturn':
      return {
        ...args,
        where: narrow(args['where'], writeFilter(model, tenantId)),
        data: ownData(model, args['data'], tenantId),
      }
    case 'create':
    case 'createMany':
    case 'createManyAndReturn':
      return { ...args, data: newData(model, args['data'], tenantId) }
    case 'upsert':
      return {
        ...args,
        where: narrow(args['where'], writeFilter(model, tenantId)),
        create: newData(model, args['create'], tenantId),
        update: ownData(model, args['update'], tenantId),
      }
    default:
      throw refused(`${operation} of ${model} cannot be limited to a tenant`)
  }
}

/** Added as one more condition, so that nothing in the caller's own can take it away. */
function narrow(where: unknown, filter: Args): Args {
  const own = toArgs(where)
  const and = own['AND'] === undefined ? [] : [own['AND']].flat()
  return { ...own, AND: [...and, filter] }
}

/** What everybody may pull is readable from every tenant. */
function readFilter(model: Prisma.ModelName, tenantId: string): Args {
  const repository = { OR: [{ tenantId }, { public: true }] }
  if (model === 'Repository') return repository
  return SCOPES[model] === 'repository' ? { repository } : writeFilter(model, tenantId)
}

function writeFilter(model: Prisma.ModelName, tenantId: string): Args {
  const scope = SCOPES[model]
  switch (scope) {
    case 'id':
      return { id: tenantId }
    case 'tenantId':
      return { tenantId }
    case 'app':
    case 'build':
    case 'domain':
    case 'repository':
    case 'source':
    case 'volume':
    case 'webhook':
      return { [scope]: { tenantId } }
    case 'secret':
      return { secret: { app: { tenantId } } }
    case 'platform':
      throw refused(`${model} does not belong to a tenant`)
  }
}

function newData(model: Prisma.ModelName, data: unknown, tenantId: string): unknown {
  if (Array.isArray(data)) return data.map((row) => newData(model, row, tenantId))
  const row = ownData(model, data, tenantId)
  switch (SCOPES[model]) {
    case 'tenantId':
      return { ...row, tenantId }
    case 'app':
    case 'build':
    case 'domain':
    case 'repository':
    case 'secret':
    case 'source':
    case 'volume':
    case 'webhook':
      return row // the id of its parent was read through this client
    default:
      throw refused(`a ${model} is not made inside a tenant`)
  }
}

/**
 * A row is not moved to another tenant, and relations are set by their ids (`appId`), never by a nested write,
 * whose condition no filter of ours would reach.
 */
function ownData(model: Prisma.ModelName, data: unknown, tenantId: string): Args {
  const row = toArgs(data)
  if (row['tenantId'] !== undefined && row['tenantId'] !== tenantId) {
    throw refused(`${model} of another tenant`)
  }
  // oxlint-disable-next-line import/namespace -- a type checks the computed name: there is one such table per model
  const columns = Prisma[`${model}ScalarFieldEnum`]
  const nested = Object.keys(row).find((key) => !Object.hasOwn(columns, key))
  if (nested !== undefined) throw refused(`nested write to ${model}.${nested}`)
  return row
}

function toArgs(value: unknown): Args {
  return value !== null && typeof value === 'object' ? { ...value } : {}
}

function refused(what: string): BerthError {
  return new BerthError('auth.forbidden', `the tenant's database client refuses this: ${what}`)
}
