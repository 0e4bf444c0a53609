import { pageBackend } from '../config-pages.ts'
import type { DoorPlatform } from '../config-input.ts'
import { TRAFFIC_TABLE } from '../traffic/traffic-rules.ts'
import { CHALLENGE_PATH } from './challenge-entry.ts'
import { POLICY_MAPS } from './map-files.ts'

const APP = '{ var(txn.backend) -m beg app }'
/** What a class does at once has a process of its own, and so have its sockets (`TO_LESSONS` of `@berth/protocol`). */
const OF_LESSONS = ['sandboxes', 'classes', 'join'].map((router) => `/api/trpc/${router}.`)
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Whether the host is the platform's own: loopback names always are. */
export function isPlatformHost(host: string, platformHost: string): boolean {
  return [platformHost, ...LOOPBACK].includes(host)
}

/**
 * The short way: an app that serves, and whose owner set nothing that concerns this request, is counted and asked. All
 * rules after these are for others.
 */
export function plainRules(mapFile: string): string {
  const plain = `${APP} !{ var(txn.special) -m found }`
  return `  http-request set-var(txn.began) date(0,ms)
  http-request set-var(txn.backend) var(txn.host),map(${mapFile})
  http-request set-var(txn.https) var(txn.host),map(${POLICY_MAPS.https})
  http-request set-var(txn.special) var(txn.host),map(${POLICY_MAPS.sites})
  http-request set-var(txn.special) bool(true) if { var(txn.https) -m found } !{ ssl_fc }
  http-request track-sc1 var(txn.host) table ${TRAFFIC_TABLE} if ${plain}
  http-request allow if ${plain}`
}

/** The platform's own hosts; a path that could mean another one reaches neither of its processes. */
export function platformRules({ platformHost, tls }: Pick<DoorPlatform, 'platformHost' | 'tls'>): string {
  const ours = ['/v2/', '/git/', '/hooks/', '/agent/', '/api/v1/sources'].join(' ')
  // who is elsewhere comes by the name, and with it by TLS
  const near = tls?.origin === undefined ? '' : ' { src 127.0.0.0/8 ::1 }'
  return `  http-request set-var(txn.platform) bool(true) if { var(txn.host) -m str ${platformHost} }
  http-request set-var(txn.platform) bool(true) if { var(txn.host) -m str ${LOOPBACK.join(' ')} }${near}
  acl platform var(txn.platform) -m found
  acl dotted path -m reg -i '(^|[/\\\\])(\\.|%2e){1,2}([/\\\\]|$)'
  http-request deny deny_status 400 if platform dotted
  http-request del-header upgrade if platform { req.hdr(upgrade) -i h2c }
  http-request set-var(txn.backend) str(web) if platform
  http-request set-var(txn.backend) str(lessons) if platform { path_beg ${OF_LESSONS.join(' ')} }
  http-request set-var(txn.backend) str(lessons) if platform { path_beg /socket.io } { urlp(lessons) -m found }
  http-request set-var(txn.backend) str(control) if platform { path /v2 } or platform { path_beg ${ours} }
${tls?.origin === undefined ? '' : secureRules(platformHost, tls.origin)}  http-request allow if platform`
}

/**
 * Where the door serves the platform's address by TLS, passwords never come to it in the clear: visitors of http are
 * sent on, or told to wait while there is no certificate. Loopback stays as it is, for who is on the machine.
 */
function secureRules(platformHost: string, origin: string): string {
  const open = '!{ ssl_fc }'
  return `  acl named var(txn.host) -m str ${platformHost}
  http-request set-var(txn.path) path if named { path_beg ${CHALLENGE_PATH} }
  http-request set-var(txn.challenge) var(txn.host),concat(,txn.path),map(${POLICY_MAPS.challenges}) if named { path_beg ${CHALLENGE_PATH} }
  http-request return status 200 content-type application/octet-stream lf-string "%[var(txn.challenge)]" if named { var(txn.challenge) -m found }
  http-request redirect code 308 location ${origin}%[pathq] if named ${open} { var(txn.https) -m found }
  http-request set-var(txn.backend) str(${pageBackend('securing')}) if named ${open}
`
}

/** The host as the maps have it: where it is not there itself, `*` stands for its first label. */
export function nameRules(mapFile: string): string {
  return `  http-request set-var(txn.name) var(txn.host)
  http-request set-var(txn.name) var(txn.host),regsub('^[^.]+','*') unless { var(txn.backend) -m found }
  http-request set-var(txn.backend) var(txn.name),map(${mapFile},${pageBackend('unknown')})`
}
