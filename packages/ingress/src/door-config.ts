import type { DoorOwn, DoorPort, DoorRoute } from '@berth/core'
import { createHash } from 'node:crypto'
import { type DoorConfigInput, type DoorFiles, type DoorPlatform, INHERITED_BIND } from './config-input.ts'
import { pageBackend, pageBackends, pageFiles, REGISTRY_FILE } from './config-pages.ts'
import { checkRoute, serverLine } from './config-server.ts'
import { maintenancePage, MAINTENANCE_FILE } from './policy/maintenance-page.ts'
import { type MapEntries, policyMaps } from './policy/map-files.ts'
import { guessTable, policyAnswers, policyDecisions } from './policy/policy-rules.ts'
import { isPlatformHost, nameRules, plainRules, platformRules } from './policy/way-rules.ts'
import { hostsOf } from './hosts-of.ts'
import { portHosts, portMaps } from './ports/port-maps.ts'
import { portBackend, portRules } from './ports/port-rules.ts'
import { backendName, type Slots } from './slots.ts'
import { CERTIFICATE_LIST, certificateList, type ServedCertificate } from './tls/certificate-files.ts'
import { tlsBind } from './tls/tls-bind.ts'
import { trafficCounts, trafficRules, trafficTable } from './traffic/traffic-rules.ts'
import { holdRules } from './wake/hold-rules.ts'
import { HOLD_FILE, HOLD_SCRIPT, SLEEPERS_FILE, sleepers } from './wake/hold-script.ts'

export const CONFIG_FILE = 'haproxy.cfg'
export const MAP_FILE = 'hosts.map'

/** Two descriptors a connection; HAProxy takes less where the system allows less. */
const FD_LIMIT = 65_536
/** One address cannot take all connections. */
const MAX_PER_SOURCE = 4000

/**
 * The files of the door: `haproxy.cfg` with every server in it, `hosts.map` and the pages. Pure. They hold the whole
 * truth, so that a restart or a reload loses nothing that was told to the running process.
 */
export function renderDoorConfig(
  input: DoorConfigInput & {
    readonly routes: readonly DoorRoute[]
    readonly ports?: readonly DoorPort[]
    readonly own?: DoorOwn | undefined
    readonly certificates?: readonly ServedCertificate[]
    /** where `structureOf` was asked already */
    readonly structure?: string
  },
): DoorFiles {
  for (const route of input.routes) checkRoute(route)
  return {
    ...pageFiles(),
    [HOLD_FILE]: HOLD_SCRIPT,
    ...Object.fromEntries([...doorMaps(input)].map(([file, entries]) => [file, renderMap(entries)])),
    [CERTIFICATE_LIST]: certificateList(input.certificates ?? []),
    [MAINTENANCE_FILE]: maintenancePage(),
    [CONFIG_FILE]: [
      globalSection(input, input.structure ?? structureOf(input, input.slots.stock)),
      defaultsSection(),
      frontendSection(input),
      trafficTable(),
      guessTable(),
      platformBackends(input),
      pageBackends(),
      portBackend(),
      appDefaultsSection(),
      ...appBackends(input.slots),
      '',
    ].join('\n\n'),
  }
}

/** A name for all that only a reload can change; HAProxy tells it as its `description`. */
export function structureOf(platform: DoorPlatform, stock: number): string {
  const text = [
    globalSection(platform, ''),
    defaultsSection(),
    frontendSection(platform),
    trafficTable(),
    guessTable(),
    HOLD_SCRIPT,
    platformBackends(platform),
    pageBackends(),
    portBackend(),
    appDefaultsSection(),
    maintenancePage(),
    JSON.stringify(pageFiles()),
    appBackends({ stock, taken: [], freed: new Map() }).join('\n'),
  ].join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** All maps of the door by file. Error: input.invalid. */
export function doorMaps(input: {
  readonly slots: Slots
  readonly routes: readonly DoorRoute[]
  readonly ports?: readonly DoorPort[]
  readonly own?: DoorOwn | undefined
  readonly platformHost: string
  readonly tls?: DoorPlatform['tls']
}): ReadonlyMap<string, MapEntries> {
  const { ports = [] } = input
  // where both had one host it would be the app's
  const hosts = [...portHosts(ports), ...hostMap(input.slots, input.routes)].filter(
    ([host]) => !isPlatformHost(host, input.platformHost), // the platform is nobody's app
  )
  return new Map([
    [SLEEPERS_FILE, sleepers(input.routes)],
    ...policyMaps(input.routes, input.tls?.port, input.own),
    ...portMaps(ports),
    [MAP_FILE, new Map(hosts)],
  ])
}

/** Host → backend, for every route and all its domains. */
export function hostMap(slots: Slots, routes: readonly DoorRoute[]): ReadonlyMap<string, string> {
  const backends = new Map(slots.taken.map(({ route, slot }) => [route.host, backendName(slot)]))
  return new Map(
    routes.flatMap((route) => {
      const backend = (isOpen(route) && backends.get(route.host)) || pageBackend(route.empty)
      return hostsOf(route).map((host) => [host, backend] as const)
    }),
  )
}

/** While the last servers drain, whoever comes new is told why, and a request of what fell asleep is held. */
function isOpen({ servers }: DoorRoute): boolean {
  return servers.some(({ draining }) => !draining)
}

function renderMap(map: ReadonlyMap<string, string>): string {
  return [...map].map(([host, backend]) => `${host} ${backend}\n`).join('')
}

function globalSection(platform: DoorPlatform, structure: string): string {
  return `global
  description ${structure || '-'}
  default-path config
  lua-load ${HOLD_FILE}
  fd-hard-limit ${FD_LIMIT}
  no strict-limits
  hard-stop-after 1d
  stats socket ${platform.adminSocket} mode 660 level admin expose-fd listeners
  stats timeout 1d
  log stdout format raw local0 notice`
}

/** Only connection failures are tried again, and for safe methods an answer that never began. */
function defaultsSection(): string {
  return `defaults berth
  mode http
  log global
  log-format "%ci %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %ts %ac/%fc/%bc/%sc/%rc %[var(txn.host)] %HM %HP"
  option dontlognull
  option dontlog-normal
  option idle-close-on-response
  option clitcpka
  option srvtcpka
  option redispatch 1
  retries 3
  retry-on conn-failure empty-response
  http-reuse safe
  balance leastconn
  timeout http-request 10s
  timeout http-keep-alive 60s
  timeout queue 30s
  timeout connect 4s
  timeout client 1h
  timeout client-fin 30s
  timeout server 1h
  timeout server-fin 30s
  timeout tunnel 1d`
}

/**
 * What a client says of itself in X-Forwarded-* is not believed: the door writes these headers. A request for which
 * nothing else is to be done goes to its app by few rules; all others are looked at by the rules after these.
 */
function frontendSection(platform: DoorPlatform): string {
  const bind = platform.bind ?? INHERITED_BIND
  return `frontend door from berth
  bind ${bind}${platform.tls ? `\n${tlsBind(platform.tls.bind)}` : ''}
  stick-table type ipv6 size 100k expire 1m store conn_cur
  tcp-request connection track-sc0 src
  tcp-request connection reject if { sc0_conn_cur gt ${MAX_PER_SOURCE} }
  http-request deny deny_status 400 if { req.hdr_cnt(host) gt 1 }
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  http-request del-header '^(x[-_]forwarded|forwarded$|x[-_]real[-_]ip$|proxy$)' -m reg
  http-request add-header x-forwarded-for %[src]
  http-request add-header x-forwarded-proto %[ssl_fc,iif(https,http)]
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
${plainRules(MAP_FILE)}
${platformRules(platform)}
${nameRules(MAP_FILE)}
${portRules()}
${policyDecisions(platform.tls?.port)}
${trafficRules()}
${policyAnswers(platform.tls?.port)}
${holdRules(platform.controlSocket, MAP_FILE)}
${trafficCounts()}
  use_backend %[var(txn.backend)]`
}

/**
 * While web or control restarts its socket refuses at once, and HAProxy tries again without a pause: so the visitor is
 * told, the page asks again by itself, and clients are told when to.
 */
function platformBackends(platform: DoorPlatform): string {
  const restarting = (type: string, file: string) =>
    [502, 503, 504].map(
      (status) => `  http-error status ${status} content-type ${type} file ${file} hdr retry-after 1`,
    )
  return [
    'backend web from berth',
    ...restarting('"text/html; charset=utf-8"', 'restarting.html'),
    `  server web unix@${platform.webSocket}`,
    '',
    'backend lessons from berth',
    ...restarting('"text/html; charset=utf-8"', 'restarting.html'),
    `  server lessons unix@${platform.lessonsSocket}`,
    '',
    'backend control from berth',
    ...restarting('application/json', REGISTRY_FILE),
    `  server control unix@${platform.controlSocket}`,
  ].join('\n')
}

function appDefaultsSection(): string {
  const answers = [502, 503, 504].map(
    (status) => `  http-error status ${status} content-type "text/html; charset=utf-8" file unreachable.html`,
  )
  return ['defaults apps from berth', ...answers].join('\n')
}

function appBackends(slots: Slots): string[] {
  const lines = new Map(slots.taken.map(({ slot, route }) => [slot, route.servers.map(serverLine)]))
  return Array.from({ length: slots.stock }, (_, slot) =>
    [`backend ${backendName(slot)} from apps`, ...(lines.get(slot) ?? [])].join('\n'),
  )
}
