import { MAX_DEPTH } from './redirect-entries.ts'
import { CHALLENGE_PATH, httpsOrigin, POLICY_MAPS } from './map-files.ts'
import { MAINTENANCE_FILE } from './maintenance-page.ts'

const { sites, https, moved, challenges, redirects, guards, maintenance } = POLICY_MAPS
/** Half a year (RFC 6797). */
const HSTS = 'max-age=15552000'

/**
 * What the door does before an app is asked, in order: answers a certificate authority, https, another host,
 * maintenance, redirects, who may visit. `txn.name` is the host as the maps have it. Lines of the frontend, after
 * the ACL `platform`, whose hosts none of this concerns.
 */
export function policyRules(tlsPort: number | undefined): string {
  return [
    ...challengeRules(),
    `http-request set-var(txn.https) var(txn.name),map(${https}) unless platform`, // also without TLS: every map is named
    ...(tlsPort === undefined ? [] : httpsRules(tlsPort)),
    ...movedRules(),
    `http-request set-var(txn.site) var(txn.name),map(${sites}) unless platform`,
    ...maintenanceRules(),
    ...redirectRules(),
    ...guardRules(),
  ]
    .map((line) => `  ${line}`)
    .join('\n')
}

function challengeRules(): string[] {
  return [
    'http-request set-var(txn.path) path',
    'http-request set-var(txn.query) query',
    `http-request set-var(txn.challenge) var(txn.name),concat(,txn.path),map(${challenges}) if { path_beg ${CHALLENGE_PATH} } !platform`,
    'http-request return status 200 content-type application/octet-stream lf-string "%[var(txn.challenge)]" if { var(txn.challenge) -m found }',
  ]
}

function httpsRules(tlsPort: number): string[] {
  return [
    `http-request redirect code 308 location ${httpsOrigin('%[var(txn.host)]', tlsPort)}%[pathq] if !{ ssl_fc } { var(txn.https) -m found }`,
    `http-response set-header strict-transport-security ${HSTS} if { ssl_fc } { var(txn.https) -m str hsts }`,
  ]
}

/** A host without a certificate here keeps the scheme and the port that the visitor came by. */
function movedRules(): string[] {
  const found = '{ var(txn.moved) -m found }'
  const origin = '{ var(txn.moved) -m beg https:// }'
  return [
    `http-request set-var(txn.scheme) str(http)`,
    `http-request set-var(txn.scheme) str(https) if { ssl_fc }`,
    `http-request set-var(txn.port) req.hdr(host),regsub('^[^:]*','')`,
    `http-request set-var(txn.moved) var(txn.name),map(${moved}) unless platform`,
    `http-request redirect code 301 location %[var(txn.moved)]%[pathq] if ${found} ${origin}`,
    `http-request redirect code 301 location %[var(txn.scheme)]://%[var(txn.moved)]%[var(txn.port)]%[pathq] if ${found}`,
  ]
}

function maintenanceRules(): string[] {
  const found = '{ var(txn.message) -m found }'
  const closed = `${found} !{ var(txn.allowed) -m found }`
  const headers = 'hdr cache-control no-store hdr retry-after 120'
  return [
    `http-request set-var(txn.message) var(txn.site),map(${maintenance}),url_dec`,
    `http-request set-var(txn.visitor) src if ${found}`,
    `http-request set-var(txn.allowed) var(txn.site),concat(|,txn.visitor),map(${maintenance}) if ${found}`,
    `http-request return status 503 content-type application/json string '{"error":"maintenance"}' ${headers} if ${closed} { req.hdr(accept) -m sub application/json }`,
    `http-request return status 503 content-type "text/html; charset=utf-8" lf-file ${MAINTENANCE_FILE} ${headers} if ${closed}`,
  ]
}

/** `txn.rest` is what stays of the path: HAProxy cuts by constants, so there is a line for each depth. */
function redirectRules(): string[] {
  const found = '{ var(txn.redirect) -m found }'
  const isPath = '{ var(txn.redirect),field(3,|) -m str path }'
  return [
    `http-request set-var(txn.redirect) var(txn.site),concat(,txn.path,/),map_beg(${redirects})`,
    ...Array.from(
      { length: MAX_DEPTH + 1 },
      (_, depth) =>
        `http-request set-var(txn.rest) path,field(${depth + 2},/,0) if { var(txn.redirect),field(1,|) -m str ${depth} }`,
    ),
    `http-request set-var(txn.target) var(txn.redirect),field(4,|) if ${found}`,
    `http-request set-var(txn.target) var(txn.target),concat(/,txn.rest) if ${found} { var(txn.rest) -m len gt 0 }`,
    `http-request set-var(txn.target) var(txn.target),concat(?,txn.query) if ${found} { query -m len gt 0 }`,
    `http-request set-var(txn.authority) req.hdr(host) if ${found}`,
    `http-request set-var(txn.target) var(txn.scheme),concat(://,txn.authority),concat(,txn.target) if ${found} ${isPath}`,
    ...[301, 302, 307, 308].map(
      (status) =>
        `http-request redirect code ${status} location %[var(txn.target)] if ${found} { var(txn.redirect),field(2,|) -m str ${status} }`,
    ),
  ]
}

function guardRules(): string[] {
  const guarded = '{ var(txn.salt) -m found }'
  return [
    `http-request set-var(txn.salt) var(txn.site),map(${guards})`,
    `http-request set-var(txn.proof) req.hdr(authorization),word(2,' '),hmac(sha256,txn.salt),hex if ${guarded} { req.hdr(authorization) -m beg -i 'basic ' }`,
    `http-request set-var(txn.known) var(txn.site),concat(|,txn.proof),map(${guards}) if ${guarded} { var(txn.proof) -m found }`,
    `http-request return status 401 content-type text/plain string "sign in first" hdr www-authenticate 'Basic realm="app", charset="UTF-8"' hdr cache-control no-store if ${guarded} !{ var(txn.known) -m found }`,
  ]
}
