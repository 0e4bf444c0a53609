import { pageBackend } from '../config-pages.ts'
import { TRAFFIC_TABLE } from '../traffic/traffic-rules.ts'
import { POLICY_MAPS } from './map-files.ts'

const APP = '{ var(txn.backend) -m beg app }'
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
export function platformRules(platformHost: string): string {
  const ours = ['/v2/', '/git/', '/hooks/', '/agent/', '/api/v1/sources'].join(' ')
  return `  acl platform var(txn.host) -m str ${[platformHost, ...LOOPBACK].join(' ')}
  acl dotted path -m reg -i '(^|[/\\\\])(\\.|%2e){1,2}([/\\\\]|$)'
  http-request deny deny_status 400 if platform dotted
  http-request del-header upgrade if platform { req.hdr(upgrade) -i h2c }
  http-request set-var(txn.backend) str(web) if platform
  http-request set-var(txn.backend) str(control) if platform { path /v2 } or platform { path_beg ${ours} }
  http-request allow if platform`
}

/** The host as the maps have it: where it is not there itself, `*` stands for its first label. */
export function nameRules(mapFile: string): string {
  return `  http-request set-var(txn.name) var(txn.host)
  http-request set-var(txn.name) var(txn.host),regsub('^[^.]+','*') unless { var(txn.backend) -m found }
  http-request set-var(txn.backend) var(txn.name),map(${mapFile},${pageBackend('unknown')})`
}
