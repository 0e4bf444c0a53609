import { MAX_DEPTH } from './redirect-entries.ts'
import { CHALLENGE_PATH } from './challenge-entry.ts'
import { httpsOrigin, POLICY_MAPS } from './map-files.ts'
import { MAINTENANCE_FILE } from './maintenance-page.ts'

const { sites, https, moved, challenges, redirects, guards, maintenance } = POLICY_MAPS
/** Half a year (RFC 6797). */
const HSTS = 'max-age=15552000'

const GUESSES = 'guesses'
const GUESSES_A_MINUTE = 10

const REDIRECTED = '{ var(txn.redirect) -m found }'
const MOVED = '{ var(txn.moved) -m found }'
const CHALLENGED = '{ var(txn.challenge) -m found }'
const CLOSED = '{ var(txn.message) -m found } !{ var(txn.allowed) -m found }'
const GUARDED = '{ var(txn.salt) -m found }'
const UNKNOWN = '!{ var(txn.known) -m found }'
const TO_HTTPS = '!{ ssl_fc } { var(txn.https) -m found }'

/**
 * Finds out what concerns a request before an app is asked. `txn.name` is the host as the maps have it; `txn.answered`
 * is there afterwards when the door answers in the app's place. Lines of the frontend, after `nameRules`.
 */
export function policyDecisions(tlsPort: number | undefined): string {
  const answers = [CHALLENGED, MOVED, CLOSED, REDIRECTED, `${GUARDED} ${UNKNOWN}`]
  const all = tlsPort === undefined ? answers : [...answers, TO_HTTPS]
  return lines([
    `http-request set-var(txn.site) var(txn.name),map(${sites})`,
    `http-request set-var(txn.https) var(txn.name),map(${https})`,
    'http-request set-var(txn.path) path',
    'http-request set-var(txn.query) query',
    `http-request set-var(txn.challenge) var(txn.name),concat(,txn.path),map(${challenges}) if { path_beg ${CHALLENGE_PATH} }`,
    `http-request set-var(txn.moved) var(txn.name),map(${moved})`,
    `http-request set-var(txn.message) var(txn.site),map(${maintenance}),url_dec`,
    `http-request set-var(txn.visitor) src`,
    `http-request set-var(txn.allowed) var(txn.site),concat(|,txn.visitor),map(${maintenance}) if { var(txn.message) -m found }`,
    `http-request set-var(txn.redirect) var(txn.site),concat(,txn.path,/),map_beg(${redirects})`,
    `http-request set-var(txn.salt) var(txn.site),map(${guards})`,
    `http-request set-var(txn.proof) req.hdr(authorization),word(2,' '),hmac(sha256,txn.salt),hex if ${GUARDED} { req.hdr(authorization) -m beg -i 'basic ' }`,
    `http-request set-var(txn.known) var(txn.site),concat(|,txn.proof),map(${guards}) if ${GUARDED} { var(txn.proof) -m found }`,
    `http-request set-var(txn.answered) bool(true) if ${all.join(' or ')}`,
  ])
}

/** The answers, in order: a certificate authority, https, another host, maintenance, redirects, who may visit. */
export function policyAnswers(tlsPort: number | undefined): string {
  return lines([
    ...challengeRules(),
    ...(tlsPort === undefined ? [] : httpsRules(tlsPort)),
    ...movedRules(),
    ...maintenanceRules(),
    ...redirectRules(),
    ...guardRules(),
  ])
}

/** Wrong passwords, by who says them and for which app: addresses of one IPv6 customer count as one. */
export function guessTable(): string {
  return `backend ${GUESSES} from berth
  stick-table type string len 120 size 50k expire 2m store gpc0,gpc0_rate(1m)`
}

function lines(rules: readonly string[]): string {
  return rules.map((rule) => `  ${rule}`).join('\n')
}

function challengeRules(): string[] {
  return [
    `http-request return status 200 content-type application/octet-stream lf-string "%[var(txn.challenge)]" if ${CHALLENGED}`,
  ]
}

function httpsRules(tlsPort: number): string[] {
  return [
    `http-request redirect code 308 location ${httpsOrigin('%[var(txn.host)]', tlsPort)}%[pathq] if ${TO_HTTPS}`,
    `http-response set-header strict-transport-security ${HSTS} if { ssl_fc } { var(txn.https) -m str hsts }`,
  ]
}

/** A host without a certificate here keeps the scheme and the port that the visitor came by. */
function movedRules(): string[] {
  const origin = '{ var(txn.moved) -m beg https:// }'
  return [
    `http-request set-var(txn.scheme) ssl_fc,iif(https,http)`,
    `http-request set-var(txn.port) req.hdr(host),regsub('^[^:]*','')`,
    `http-request redirect code 301 location %[var(txn.moved)]%[pathq] if ${MOVED} ${origin}`,
    `http-request redirect code 301 location %[var(txn.scheme)]://%[var(txn.moved)]%[var(txn.port)]%[pathq] if ${MOVED}`,
  ]
}

function maintenanceRules(): string[] {
  const headers = 'hdr cache-control no-store hdr retry-after 120'
  return [
    `http-request return status 503 content-type application/json string '{"error":"maintenance"}' ${headers} if ${CLOSED} { req.hdr(accept) -m sub application/json }`,
    `http-request return status 503 content-type "text/html; charset=utf-8" lf-file ${MAINTENANCE_FILE} ${headers} if ${CLOSED}`,
  ]
}

/** `txn.rest` is what stays of the path: HAProxy cuts by constants, so there is a line for each depth. */
function redirectRules(): string[] {
  const isPath = '{ var(txn.redirect),field(3,|) -m str path }'
  return [
    ...Array.from(
      { length: MAX_DEPTH + 1 },
      (_, depth) =>
        `http-request set-var(txn.rest) path,field(${depth + 2},/,0) if { var(txn.redirect),field(1,|) -m str ${depth} }`,
    ),
    `http-request set-var(txn.target) var(txn.redirect),field(4,|) if ${REDIRECTED}`,
    `http-request set-var(txn.target) var(txn.target),concat(/,txn.rest) if ${REDIRECTED} { var(txn.rest) -m len gt 0 }`,
    `http-request set-var(txn.target) var(txn.target),concat(?,txn.query) if ${REDIRECTED} { query -m len gt 0 }`,
    `http-request set-var(txn.authority) req.hdr(host) if ${REDIRECTED}`,
    `http-request set-var(txn.target) var(txn.scheme),concat(://,txn.authority),concat(,txn.target) if ${REDIRECTED} ${isPath}`,
    ...[301, 302, 307, 308].map(
      (status) =>
        `http-request redirect code ${status} location %[var(txn.target)] if ${REDIRECTED} { var(txn.redirect),field(2,|) -m str ${status} }`,
    ),
  ]
}

/** Who guessed too often is not told whether the next one was right. */
function guardRules(): string[] {
  const tried = `${GUARDED} { var(txn.proof) -m found }`
  const answer = 'hdr cache-control no-store content-type text/plain string'
  return [
    `http-request set-var(txn.guess) src,ipmask(32,64),concat(|,txn.site) if ${tried}`,
    `http-request track-sc2 var(txn.guess) table ${GUESSES} if ${tried}`,
    `http-request return status 429 hdr retry-after 60 ${answer} "too many wrong passwords: try again in a minute" if ${tried} { sc2_gpc0_rate gt ${GUESSES_A_MINUTE} }`,
    `http-request sc-inc-gpc0(2) if ${tried} ${UNKNOWN}`,
    `http-request return status 401 hdr www-authenticate 'Basic realm="app", charset="UTF-8"' ${answer} "sign in first" if ${GUARDED} ${UNKNOWN}`,
  ]
}
