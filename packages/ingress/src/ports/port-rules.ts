import { PORT_COOKIES, PORT_ENTRANCE } from '@berth/core'

export const PORT_BACKEND = 'port'
export const SILENT_PAGE = 'port-silent'

/** Host → base64 of what passes are signed with; host → `address|port`. */
export const PORT_MAPS = { locks: 'port-locks.map', ways: 'port-ways.map' } as const

const LOCKED = '{ var(txn.lock) -m found }'
const IN = '{ var(txn.signed),secure_memcmp(txn.proof) } { var(txn.left) -m int gt 0 }'
const OUT = `${LOCKED} !{ var(txn.inside) -m found }`
/** What is asked for comes back in an address, percent-encoded: this long at most. */
const LONGEST = 2000

/**
 * Rules of the frontend, after the host is mapped: whoever has no pass for a locked port, or comes to get one, is sent
 * to control and never to the port. Why not the passwords of apps: a page in a frame cannot be asked for one.
 */
export function portRules(): string {
  const { plain, secure } = PORT_COOKIES
  return [
    `set-var(txn.lock) var(txn.name),map(${PORT_MAPS.locks}) if { var(txn.backend) -m str ${PORT_BACKEND} }`,
    `set-var(txn.pass) req.cook(${plain}) if ${LOCKED}`,
    `set-var(txn.pass) req.cook(${secure}) if ${LOCKED} { req.cook(${secure}) -m found }`,
    `set-var(txn.until) var(txn.pass),field(1,.) if ${LOCKED}`,
    `set-var(txn.proof) var(txn.pass),field(2,.) if ${LOCKED}`,
    `set-var(txn.signed) var(txn.name),concat(|,txn.until),hmac(sha256,txn.lock),hex if ${LOCKED}`,
    `set-var(txn.now) date() if ${LOCKED}`,
    `set-var(txn.left) var(txn.until),sub(txn.now) if ${LOCKED}`,
    `set-var(txn.inside) bool(true) if ${LOCKED} ${IN} !{ path ${PORT_ENTRANCE} }`,
    `set-var(txn.backend) str(control) if ${OUT}`,
    `set-var(txn.at) str(/) if ${OUT}`,
    `set-var(txn.at) pathq,url_enc if ${OUT} { pathq -m len lt ${LONGEST} }`,
    `set-uri /door/port?host=%[var(txn.name)]&at=%[var(txn.at)] if ${OUT}`,
  ]
    .map((rule) => `  http-request ${rule}`)
    .join('\n')
}

/**
 * All ports of sandboxes: where a request goes is looked up for each, so that sandboxes come and go without a server
 * of the door, a slot or a reload. The pass stays here. A cookie is for the host of the port alone, whatever it says.
 */
export function portBackend(): string {
  const pass = `(?:${PORT_COOKIES.secure}|${PORT_COOKIES.plain})=[^;]*`
  return `backend ${PORT_BACKEND} from berth
  retries 0
  http-reuse never
  http-request set-var(txn.way) var(txn.name),map(${PORT_MAPS.ways})
  http-request set-dst var(txn.way),field(1,|)
  http-request set-dst-port var(txn.way),field(2,|)
  http-request replace-header cookie '^(.*; *)?${pass}(?:; *)?(.*)$' '\\1\\2'
  http-request replace-header cookie '^(.*; *)?${pass}(?:; *)?(.*)$' '\\1\\2'
  http-response replace-header set-cookie '(?i)^(.*?); *domain *=[^;]*(.*)$' '\\1\\2'
  http-response replace-header set-cookie '(?i)^(.*?); *domain *=.*$' '\\1'
${[502, 503, 504]
  .map(
    (status) =>
      `  http-error status ${status} content-type "text/html; charset=utf-8" file ${SILENT_PAGE}.html`,
  )
  .join('\n')}
  server any 0.0.0.0:0`
}
