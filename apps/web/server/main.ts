import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createAuth, type OidcSettings } from '@berth/auth'
import { Secret, systemClock } from '@berth/core'
import { createNodeImages } from '@berth/api'
import { createBuildService } from '@berth/build/service'
import { createCourses } from '@berth/course'
import { createDb } from '@berth/db'
import { createBackupService, createDeployService } from '@berth/deploy'
import { createDnsLookup, createDomainService, createDoorService, createOwnTlsService } from '@berth/domain'
import { createLog, type Logger } from '@berth/log'
import { createMetricsQueries } from '@berth/metrics'
import { createGitHooks, createGitRemotes } from '@berth/push/remote'
import { createQueues } from '@berth/queue'
import {
  type BringMirrored,
  createImageLookup,
  createImageQueries,
  createImageRules,
  createMirrorAdmin,
  createStorageQueries,
} from '@berth/registry'
import { createClassService, createSandboxService, mailNotices } from '@berth/sandbox'
import { createPortService } from '@berth/sandbox/door'
import { createTicketSigner, readKeyFile } from '@berth/vault'
import { createOutbox, createWebhookService } from '@berth/webhook'
import { readEnv, type WebEnv } from '../src/env.ts'
import { provideServerContext } from '../src/server-context.ts'
import { createClassLane } from './class-lane.ts'
import { createControlClient } from './control-client.ts'
import { createHttpHandler } from './http-handler.ts'
import { createLabs } from './labs.ts'
import { listen } from './listen.ts'
import { createPlatformMailer } from './mailer.ts'
import { NO_PAGES, startPages } from './pages.ts'
import { createBackupPort } from './backup-port.ts'
import { createMirrorPort } from './mirror-port.ts'
import { createPlaceFinder } from './place-finder.ts'
import { sandboxesInTurns } from './sandboxes-in-turns.ts'
import { createSourceInvitations } from './source-invitations.ts'
import { startSockets } from './sockets/socket-server.ts'
import { whoSends } from './who-sends.ts'
import { startWaitingMail } from './waiting-mail.ts'

/** Requests that run longer than this are cut when web stops. */
const STOP_MS = 5_000

const env = readEnv()
const log = createLog({
  name: env.BERTH_WEB_PART === 'all' ? 'web' : env.BERTH_WEB_PART,
  level: env.BERTH_LOG_LEVEL,
})
const web = await start(env, log)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void web.stop().finally(() => process.exit(0)))
}

/** Makes everything that web works with, passes it in, and listens. */
async function start(env: WebEnv, log: Logger): Promise<{ stop(): Promise<void> }> {
  const url = env.BERTH_URL
  const addresses = { url, appsDomain: env.BERTH_APPS_DOMAIN }
  const db = createDb({ url: env.DATABASE_URL })
  const tickets = createTicketSigner(readKeyFile(env.BERTH_TICKET_KEY_FILE))
  const control = createControlClient({ socketPath: env.BERTH_CONTROL_SOCKET, tickets })
  const queues = createQueues({ redisUrl: env.REDIS_URL, log })
  const bring: BringMirrored = ({ architectures, ...image }) =>
    control.mirrorImage({ ...image, architectures: [...architectures] })
  const images = createImageLookup({ db, bring })
  const happenings = createOutbox({ url, clock: systemClock })
  const mailer = platformMailer(env, log)
  const courses = createCourses({ db, url, mailer })
  const auth = createAuth({
    db,
    url,
    pepper: readKeyFile(env.BERTH_PEPPER_FILE),
    secret: readKeyFile(env.BERTH_AUTH_SECRET_FILE),
    signup: env.BERTH_SIGNUP,
    oidc: oidcSettings(env),
    mailer,
    courses: courses.doors,
    onError: (error) => log.warn({ err: error }, 'auth'),
  })
  provideServerContext({
    url,
    whoIs: async (cookie) => {
      try {
        const actor = await whoSends(auth, cookie)
        return actor?.kind === 'user' ? actor : null
      } catch (error) {
        log.warn({ err: error }, 'could not look up who is signed in')
        return 'unknown'
      }
    },
  })
  const part = env.BERTH_WEB_PART
  const pages =
    part === 'all'
      ? await startPages({ ...addresses, isThere: createPlaceFinder({ db, auth }), log })
      : NO_PAGES
  const deploy = createDeployService({ db, queues, images, secrets: control, addresses, log })
  const builds = createBuildService({ db, secrets: control, ensureApp: (target) => deploy.ensureApp(target) })
  const doorDeps = { db, secrets: control, wake: queues, clock: systemClock }
  const own = { platformHost: new URL(url).hostname, appsDomain: env.BERTH_APPS_DOMAIN.replace(/:\d+$/, '') }
  const lane = createClassLane()
  const sandboxes = sandboxesInTurns(
    (inTurn) =>
      createSandboxService({
        ...{ db, queues, inTurn },
        run: (tenantId, request) => control.runScript(tenantId, request),
      }),
    lane,
  )
  const parts = {
    db,
    auth,
    courses,
    deploy,
    domains: createDomainService({
      ...doorDeps,
      dns: createDnsLookup(),
      own,
      automatic: env.BERTH_TLS_PORT > 0 && env.BERTH_ACME_EMAIL !== '',
    }),
    door: createDoorService(doorDeps),
    tls: createOwnTlsService({ ...doorDeps, own, url, mode: env.BERTH_TLS }),
    builds,
    gitHooks: createGitHooks({ db, url, seal: (tenantId, values) => control.seal(tenantId, values) }),
    gitRemotes: createGitRemotes({
      db,
      seal: (tenantId, values) => control.seal(tenantId, values),
      fetch: (wanted) => control.fetchSource(wanted),
      ensureApp: (target) => deploy.ensureApp(target),
      startBuild: (request) => builds.startApp(request),
    }),
    sources: createSourceInvitations({ url, tickets }),
    sandboxes,
    sandboxPorts: createPortService({
      ...{ db, addresses },
      sign: (port) => tickets.sign({ act: 'sandbox-port', ...port }),
    }),
    classes: createClassService({ db, sandboxes, screens: control.readScreens }),
    labs: createLabs({ db, images, control, host: new URL(url).host }),
    images: createImageQueries({ db, host: new URL(url).host, happenings }),
    imageRules: createImageRules({ db, happenings }),
    metrics: createMetricsQueries({ db }),
    mirrors: createMirrorAdmin({ db, control: createMirrorPort(control) }),
    nodeImages: createNodeImages({ db, nodes: control, host: new URL(url).host }),
    backups: createBackupService({
      ...{ db, secrets: control, clock: systemClock },
      desk: createBackupPort(control),
    }),
    webhooks: createWebhookService({
      ...{ secrets: control, url, clock: systemClock },
      allow: env.BERTH_OUTBOUND_ALLOW,
    }),
    storage: { ...createStorageQueries({ db }), collect: control.collect },
    config: { ...addresses, host: new URL(url).host, sshPort: env.BERTH_SSH_PORT },
    log,
  }
  const server = createServer(createHttpHandler({ parts, pages }))
  const sockets = await startSockets({
    ...{ server, url, databaseUrl: env.DATABASE_URL, auth, db, control, lane, log, part },
  })
  server.on('upgrade', (req, socket) => {
    if (!req.url?.startsWith('/socket.io')) socket.destroy() // nobody else answers upgrades
  })
  await listen(server, env.BERTH_SOCKET)
  const waiting = {
    invitations: () => courses.mailWaiting(),
    deletions: () => mailNotices({ db, url, mailer, now: systemClock.now() }),
  }
  const mail = part === 'all' ? startWaitingMail(waiting, log) : undefined
  log.info({ socket: env.BERTH_SOCKET, url }, 'web listens')
  return {
    stop: async () => {
      setTimeout(() => process.exit(0), STOP_MS).unref()
      mail?.stop()
      await sockets.close()
      await Promise.allSettled([pages.close(), queues.close(), db.$disconnect()])
    },
  }
}

function oidcSettings(env: WebEnv): OidcSettings | undefined {
  const { BERTH_OIDC_ISSUER: issuer, BERTH_OIDC_CLIENT_ID: clientId } = env
  if (issuer === undefined || clientId === undefined || env.BERTH_OIDC_CLIENT_SECRET_FILE === undefined)
    return undefined
  const clientSecret = new Secret(readFileSync(env.BERTH_OIDC_CLIENT_SECRET_FILE, 'utf8').trim())
  return { issuer, clientId, clientSecret, label: env.BERTH_OIDC_LABEL ?? new URL(issuer).hostname }
}

function platformMailer(env: WebEnv, log: Logger): ReturnType<typeof createPlatformMailer> | undefined {
  const { BERTH_SMTP_URL: url, BERTH_MAIL_FROM: from } = env
  return url === undefined || from === undefined ? undefined : createPlatformMailer({ url, from, log })
}
