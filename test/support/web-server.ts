import { createNodeImages } from '../../packages/api/src/index.ts'
import { createServer } from 'node:http'
import { type AuthMail, createAuth, type OidcSettings } from '@berth/auth'
import { type Clock, Secret, systemClock } from '@berth/core'
import { createBuildService } from '@berth/build/service'
import { type CourseMailer, createCourses } from '@berth/course'
import { createDb, type Db } from '@berth/db'
import { createBackupService, createDeployService, type SecretBox } from '@berth/deploy'
import { createDomainService, createDoorService, createOwnTlsService } from '@berth/domain'
import { createLog } from '@berth/log'
import { createMetricsQueries } from '@berth/metrics'
import {
  createImageLookup,
  createImageQueries,
  createImageRules,
  createMirrorAdmin,
  createStorageQueries,
} from '@berth/registry'
import { createClassService, createSandboxService } from '@berth/sandbox'
import { createPortService } from '@berth/sandbox/door'
import { createGitHooks, createGitRemotes } from '@berth/push/remote'
import { createSealer, createTicketSigner } from '@berth/vault'
import { createWebhookService } from '@berth/webhook'
import { createClassLane } from '../../apps/web/server/class-lane.ts'
import { createControlClient } from '../../apps/web/server/control-client.ts'
import { createHttpHandler } from '../../apps/web/server/http-handler.ts'
import { createLabs } from '../../apps/web/server/labs.ts'
import { createSourceInvitations } from '../../apps/web/server/source-invitations.ts'
import { startSockets } from '../../apps/web/server/sockets/socket-server.ts'

type Mail = { readonly to: string; readonly mail: AuthMail | Parameters<CourseMailer>[2] }

export type TestWeb = {
  readonly url: string
  readonly db: Db
  readonly auth: ReturnType<typeof createAuth>
  /** what would have been mailed, newest last */
  readonly mails: Mail[]
  close(): Promise<void>
}

type Options = {
  readonly databaseUrl: string
  readonly signup?: 'invitation' | 'open' | 'closed'
  readonly oidc?: (url: string) => OidcSettings
  readonly controlSocket?: string
  /** what the rules about people go by */
  readonly clock?: Clock
}

/** Web's server as it runs, on a loopback port, without Next's pages. */
export async function startWeb(options: Options): Promise<TestWeb> {
  const { databaseUrl } = options
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const url = `http://${host}`
  const addresses = { url, appsDomain: 'apps.localhost' }
  const log = createLog({ name: 'test', level: 'silent' })
  const db = createDb({ url: databaseUrl })
  const mails: Mail[] = []
  const mailer = (to: string, _locale: string | null, mail: Mail['mail']) => void mails.push({ to, mail })
  const clock = options.clock ?? systemClock
  const courses = createCourses({ db, url, mailer, clock })
  const auth = createAuth({
    db,
    url,
    pepper: new Secret('p'.repeat(43)),
    secret: new Secret('s'.repeat(43)),
    signup: options.signup ?? 'invitation',
    oidc: options.oidc?.(url),
    mailer,
    courses: courses.doors,
    onError: () => undefined,
    ...(options.clock && { clock: options.clock }),
  })
  const sealer = createSealer(new Secret('m'.repeat(43)))
  const each = (values: Readonly<Record<string, string>>, change: (value: string) => string) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
  const secrets: SecretBox = {
    seal: async (tenantId, values) => each(values, (value) => sealer.seal(tenantId, value)),
    open: async (tenantId, values) => each(values, (value) => sealer.open(tenantId, value)),
  }
  const deploy = createDeployService({
    db,
    addresses,
    log,
    images: createImageLookup({ db }),
    queues: { wakeNode: async () => undefined, wakeScheduler: async () => undefined }, // hints may get lost
    secrets,
  })
  const tickets = createTicketSigner(new Secret('t'.repeat(43)))
  const control = createControlClient({
    socketPath: options.controlSocket ?? '/nowhere/control.sock',
    tickets,
  })
  const builds = createBuildService({ db, secrets, ensureApp: (target) => deploy.ensureApp(target) })
  const doorDeps = { db, secrets, wake: { wakeScheduler: async () => undefined }, clock: systemClock }
  const sandboxes = createSandboxService({
    ...{ db, queues: { wakeNode: async () => undefined } },
    run: (tenantId, request) => control.runScript(tenantId, request),
  })
  const own = { platformHost: '127.0.0.1', appsDomain: 'apps.localhost' }
  const parts = {
    db,
    domains: createDomainService({
      ...doorDeps,
      dns: { txt: async () => [], addresses: async () => [] },
      own,
      automatic: true,
    }),
    door: createDoorService(doorDeps),
    tls: createOwnTlsService({ ...doorDeps, own, url, mode: 'acme' }),
    nodeImages: createNodeImages({ db, nodes: control, host }),
    auth,
    courses,
    deploy,
    builds,
    sandboxes,
    sandboxPorts: createPortService({
      ...{ db, addresses },
      sign: (port) => tickets.sign({ act: 'sandbox-port', ...port }),
    }),
    classes: createClassService({ db, sandboxes, screens: control.readScreens }),
    labs: createLabs({ db, images: createImageLookup({ db }), control, host }),
    gitHooks: createGitHooks({ db, url, seal: (tenantId, values) => secrets.seal(tenantId, values) }),
    gitRemotes: createGitRemotes({
      db,
      seal: (tenantId, values) => secrets.seal(tenantId, values),
      fetch: (wanted) => control.fetchSource(wanted),
      ensureApp: (target) => deploy.ensureApp(target),
      startBuild: (request) => builds.startApp(request),
    }),
    sources: createSourceInvitations({ url, tickets }),
    images: createImageQueries({ db, host }),
    imageRules: createImageRules({ db }),
    metrics: createMetricsQueries({ db }),
    mirrors: createMirrorAdmin({
      db,
      control: {
        seal: async (context, password) => sealer.seal(context, password),
        test: async () => ({ ms: 1 }),
      },
    }),
    backups: createBackupService({
      ...{ db, secrets, clock: systemClock },
      desk: {
        check: async () => undefined,
        scan: async () => ({ found: 0, unread: 0 }),
        remove: async () => undefined,
      },
    }),
    webhooks: createWebhookService({ secrets, url, allow: [], clock: systemClock }),
    storage: { ...createStorageQueries({ db }), collect: control.collect },
    config: { ...addresses, host, sshPort: 0 },
    log,
  }
  const pages = {
    answer: async (_req: unknown, res: { writeHead(status: number): { end(): void } }) =>
      res.writeHead(200).end(),
    close: async () => undefined,
  }
  const lane = createClassLane()
  server.on('request', createHttpHandler({ parts, pages }))
  const sockets = await startSockets({ server, url, databaseUrl, auth, db, control, lane, log, part: 'all' })
  return {
    url,
    db,
    auth,
    mails,
    close: async () => {
      await sockets.close()
      await db.$disconnect()
    },
  }
}
