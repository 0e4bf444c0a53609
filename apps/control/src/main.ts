import path from 'node:path'
import {
  buildOfEvent,
  createBuildDesk,
  createBuildHints,
  createBuildService,
  receiveSource,
} from '@berth/build/service'
import { createGuard } from '@berth/auth'
import { newId, systemClock } from '@berth/core'
import { createDb, listenEvents } from '@berth/db'
import {
  createAlertKeeper,
  createDeployService,
  createLogDesk,
  createNodeService,
  startJobKeeper,
  startScheduler,
} from '@berth/deploy'
import { createIngress } from '@berth/ingress'
import { createOwnReader, createSiteDoor, createSiteReader } from '@berth/domain'
import { createLog } from '@berth/log'
import { createNodeUsers, createQueues, createSchedulerWorker } from '@berth/queue'
import { createAddressFinder, createOutbound } from '@berth/outbound'
import { createFetchSource } from '@berth/push'
import {
  createBuildTokens,
  createCommitTokens,
  createImageLookup,
  createMirror,
  createPullCounter,
  createPullTokens,
  createRegistryHandler,
} from '@berth/registry'
import { createPortDoor, createPortedReader, readPortLock } from '@berth/sandbox/door'
import { createScanner } from '@berth/sbom'
import { createSealer, createTicketVerifier, deriveKey, hmacSha256, readKeyFile } from '@berth/vault'
import { createOutbox } from '@berth/webhook'
import { openBlobs, openLogs, openSources } from './blobs/open-blobs.ts'
import { createBaseResolver } from './builds/resolve-base.ts'
import { sourceRoutes } from './builds/source-routes.ts'
import { createSourceTokens } from './builds/source-tokens.ts'
import { startBuilds } from './builds/start-builds.ts'
import { startCertificates } from './certificates.ts'
import { startBackups } from './backups/start-backups.ts'
import { startChores } from './chores.ts'
import { startCollector } from './collector.ts'
import { readEnv } from './env.ts'
import { every } from './every.ts'
import { acceptAgents } from './gateway/accept-agents.ts'
import { createConnectedNodes } from './gateway/connected-nodes.ts'
import { createStatsMemory } from './gateway/stats-memory.ts'
import { startHooks } from './git/start-hooks.ts'
import { keepListening } from './git/keep-listening.ts'
import { startGit } from './git/start-git.ts'
import { createControlServer } from './http/control-server.ts'
import { listenOnSocket } from './http/listen-on-socket.ts'
import { createJobLogs } from './jobs/read-job-log.ts'
import { createFolderFetch } from './labs/fetch-folder.ts'
import { startLabs } from './labs/start-labs.ts'
import { startInspections } from './inspect-images.ts'
import { internalApi } from './internal/internal-api.ts'
import { websocketRoutes } from './internal/websocket-routes.ts'
import { createLogBlobs } from './logs/log-blobs.ts'
import { createPortPasses } from './sandboxes/port-passes.ts'
import { startSandboxes } from './sandboxes/start-sandboxes.ts'
import { createSecretBox } from './secret-box.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { startMetrics } from './metrics/start-metrics.ts'
import { startSleep } from './sleep/start-sleep.ts'
import { createVisits } from './sleep/visits.ts'
import { startWebhooks } from './webhooks.ts'

const HOUR_MS = 60 * 60_000
const ALERTS_MS = 10 * 60_000

const env = readEnv()
const log = createLog({ name: 'control', level: env.BERTH_LOG_LEVEL })
const owner = newId('session') // names this process in the rows of the nodes whose streams it holds
const url = env.BERTH_URL
const addresses = { url, appsDomain: env.BERTH_APPS_DOMAIN }

const masterKey = readKeyFile(env.BERTH_MASTER_KEY_FILE)
const registryKey = readKeyFile(env.BERTH_REGISTRY_KEY_FILE)
const tickets = createTicketVerifier(readKeyFile(env.BERTH_TICKET_KEY_FILE))
const queueKey = deriveKey(masterKey, 'redis users of nodes')
const sealer = createSealer(masterKey)
const sourceTokens = createSourceTokens({ masterKey })
const secrets = createSecretBox(sealer)

const db = createDb({ url: env.DATABASE_URL, poolSize: 10 })
const [blobs, sources] = await Promise.all([openBlobs(env, db), openSources(env)])
const keptLogs = createLogBlobs(await openLogs(env))
const queues = createQueues({ redisUrl: env.REDIS_URL, log })
const users = createNodeUsers({ redisUrl: env.REDIS_URL, log })
const guard = createGuard({
  db,
  url,
  pepper: readKeyFile(env.BERTH_PEPPER_FILE),
  onError: (error) => log.warn({ err: error }, 'the use of a token was not noted'),
})

const servesTls = env.BERTH_TLS !== 'off'
const ingress = createIngress({
  dir: env.BERTH_DOOR_DIR,
  masterSocket: path.join(env.BERTH_RUN_DIR, 'door/master.sock'),
  platform: {
    platformHost: new URL(url).hostname,
    tls:
      env.BERTH_TLS_PORT > 0 ? { port: env.BERTH_TLS_PORT, origin: servesTls ? url : undefined } : undefined,
    adminSocket: env.BERTH_DOOR_ADMIN_SOCKET,
    webSocket: path.join(env.BERTH_RUN_DIR, 'web/web.sock'),
    lessonsSocket: path.join(env.BERTH_RUN_DIR, 'web/lessons.sock'),
    controlSocket: env.BERTH_SOCKET,
  },
  ...(servesTls ? { readOwn: createOwnReader({ db, secrets, clock: systemClock, log }) } : {}),
  log,
})
const own = { platformHost: new URL(url).hostname, appsDomain: env.BERTH_APPS_DOMAIN.replace(/:\d+$/, '') }
const ports = createPortDoor({
  ...{ door: ingress, read: createPortedReader(db), appsDomain: env.BERTH_APPS_DOMAIN, log },
})
const sites = createSiteDoor(ports, createSiteReader({ db, secrets, own, log }))
const scheduler = startScheduler({ db, queues, ingress: { ...ingress, apply: sites.apply }, addresses, log })
const connected = createConnectedNodes()
const happenings = createOutbox({ url, clock: systemClock })
const nodes = createNodeService({
  db,
  secrets,
  happenings,
  onChange: (appId) => wakeApp(appId),
  onSandbox: () => {
    sandboxes.wake()
    ports.wake()
  },
  containerNets: env.BERTH_CONTAINER_NETS,
  log,
})
const sandboxes = startSandboxes({
  ...{ db, databaseUrl: env.DATABASE_URL, queues, connected, log },
  onChange: () => ports.wake(),
})
const jobs = startJobKeeper({ db, queues, logs: createJobLogs({ connected, nodes }), log })
const wakeApp = (appId: string | undefined) => {
  scheduler.wake(appId)
  jobs.wake()
}
const schedulerWorker = createSchedulerWorker({
  redisUrl: env.REDIS_URL,
  onWake: async ({ appId }) => wakeApp(appId),
  log,
})
const outbound = createOutbound({ allow: env.BERTH_OUTBOUND_ALLOW })
const pulls = createPullCounter({ db, happenings, clock: systemClock })
const mirror = createMirror({
  ...{ db, blobs, outbound, log },
  open: (context, sealed) => sealer.open(context, sealed),
  clock: systemClock,
})
const images = createImageLookup({
  db,
  bring: ({ repository, ...wanted }) => mirror.image(repository, wanted),
})
const alerts = createAlertKeeper({ db, happenings, clock: systemClock, log })
const deploy = createDeployService({ db, queues, images, secrets, addresses, log })
const builds = startBuilds({ db, sources, secrets, deploy, queues, log })
const backups = startBackups({
  ...{ db, queues, secrets, connected, happenings, log },
  allow: env.BERTH_OUTBOUND_ALLOW,
})
const hints = createBuildHints({
  databaseUrl: env.DATABASE_URL,
  onError: (error) => log.debug({ err: error }, 'listening for the output of builds'),
})
const git = startGit({
  ...{ db, sources, root: env.BERTH_GIT_DIR, auth: guard, deploy, secrets, addresses, hints, log },
})
const fetchSource = createFetchSource({
  ...{ db, root: path.join(env.BERTH_GIT_DIR, '.fetched'), caFile: env.BERTH_GIT_CA_FILE },
  keepSource: (source) => receiveSource({ db, store: sources }, source),
  open: (tenantId, values) => secrets.open(tenantId, values),
  locate: createAddressFinder({ allow: env.BERTH_OUTBOUND_ALLOW }),
})
const fetchFolder = createFolderFetch({ db, sources, fetchSource })
const buildService = createBuildService({ db, secrets, ensureApp: (target) => deploy.ensureApp(target) })
const hooks = startHooks({ ...{ db, secrets, fetch: fetchSource, log }, builds: buildService })
const labs = startLabs({ db, sources, builds: buildService, log })
const events = await listenEvents({
  url: env.DATABASE_URL,
  db,
  onEvent: ({ appId, type, data }) => {
    const build = buildOfEvent({ type, data })
    if (build !== undefined) hints.tell(build)
    alerts.heard({ appId, type })
    if (appId) wakeApp(appId)
    if (type.startsWith('volume.backup')) backups.wake()
    if (type.startsWith('build.')) builds.wake()
    if (/^(?:build|lab)\./.test(type)) labs.wake()
  },
  onError: (error) => log.debug({ err: error }, 'listening for events'),
})

const visits = createVisits()
const sleep = startSleep({ db, queues, ingress, visits, log })
const stats = createStatsMemory()
const metrics = startMetrics({ db, ingress, log })
const signPull = createPullTokens({ url, key: registryKey })
const signCommit = createCommitTokens({ url, key: registryKey })
const commits = { signPull, signCommit, registryUrl: url }
const gateway = acceptAgents({
  logs: createLogDesk({ db, secrets, blobs: keptLogs }),
  nodes,
  users,
  verifyNode: guard.verifyNode,
  stats: {
    ...stats,
    add(samples) {
      stats.add(samples)
      metrics.use(samples)
      sandboxes.use(samples)
    },
  },
  queuePassword: (nodeId) => hmacSha256(queueKey, nodeId).toString('base64url'),
  signPull,
  registryUrl: url,
  builds: {
    desk: createBuildDesk({
      ...{ db, secrets },
      resolve: createBaseResolver({ db, images, host: new URL(url).host }),
    }),
    ...{ sourceTokens, signPull, url },
    signBuild: createBuildTokens({ url, key: registryKey }),
  },
  connected,
  owner,
  log,
})

const registry = createRegistryHandler({
  ...{ db, blobs, mirror, happenings, pulls, log },
  auth: guard,
  config: { url, key: registryKey },
})
const collector = startCollector({
  db,
  blobs,
  clock: systemClock,
  log,
  leaseMs: env.BERTH_IMAGES_LEASE_HOURS * HOUR_MS,
  graceMs: env.BERTH_IMAGES_GRACE_HOURS * HOUR_MS,
})
const server = createControlServer({
  registry: (request, response) => void registry(request, response),
  git: (request, response) => void git.service.http(request, response),
  sources: sourceRoutes({ db, store: sources, tickets, tokens: sourceTokens, log }),
  hooks: hooks.answer,
  internal: internalApi({
    db,
    tickets,
    secrets,
    connected,
    stats,
    commits,
    mirror,
    collector,
    backups: backups.desk,
    fetchSource,
    fetchFolder,
  }),
  wake: sleep.wake,
  ports: createPortPasses({
    ...{ url, tickets, clock: systemClock, log },
    portOf: (host) => ports.portOf(host),
    lockOf: (port) => readPortLock(db, port),
  }),
  upgrades: {
    '/agent/v1': gateway,
    ...websocketRoutes({
      ...{ db, connected, tickets, nodes, blobs: keptLogs, visits, queues },
      onError: (error) => log.warn({ err: error }, 'what a cut import held is given back later'),
    }),
  },
  healthy: async () => void (await db.$queryRaw`SELECT 1`),
  log,
})
const chores = startChores({ db, blobs, keptLogs, happenings, queues, pulls, log })
const certificates = startCertificates({
  ...{ db, secrets, own, mode: env.BERTH_TLS, door: sites, log },
  ...{ directory: env.BERTH_ACME_URL, email: env.BERTH_ACME_EMAIL, tlsPort: env.BERTH_TLS_PORT },
})
const webhooks = startWebhooks({ db, outbound, secrets, log })
const scan = env.BERTH_SCANNER === undefined ? undefined : createScanner(env.BERTH_SCANNER, outbound)
const inspections = startInspections({ db, blobs, happenings, url, scan, log })

const alertsSeen = every(ALERTS_MS, () => alerts.catchUp(), log)
await listenOnSocket(server, env.BERTH_SOCKET)
log.info({ socket: env.BERTH_SOCKET }, 'control is up')
const ssh = keepListening(
  git.service,
  {
    port: env.BERTH_SSH_PORT,
    address: env.BERTH_SSH_ADDRESS,
    seed: deriveKey(masterKey, 'host key of git over SSH'),
  },
  log,
)

stopOnSignal(log, async () => {
  collector.stop()
  const backedUp = backups.stop()
  chores.stop()
  certificates.stop()
  sleep.stop()
  metrics.stop()
  git.stop()
  hooks.stop()
  ssh.stop()
  inspections.stop()
  server.close()
  connected.closeAll()
  server.closeIdleConnections()
  await Promise.all([
    scheduler.close(),
    jobs.close(),
    sandboxes.close(),
    ports.close(),
    schedulerWorker.close(),
    builds.close(),
    backedUp,
    labs.close(),
    events.close(),
    hints.close(),
    ingress.close(),
  ])
  alertsSeen.stop()
  await Promise.all([alerts.close(), webhooks.stop(), pulls.flush()])
  outbound.close()
  users.close()
  await queues.close()
  await db.$disconnect()
})
