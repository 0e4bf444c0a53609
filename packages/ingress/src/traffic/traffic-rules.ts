import { TRAFFIC_BOUNDS_MS, TRAFFIC_STATUSES } from '@berth/core'
import { pageBackend } from '../config-pages.ts'

export const TRAFFIC_TABLE = 'traffic'

const COUNTERS = TRAFFIC_STATUSES.length + TRAFFIC_BOUNDS_MS.length + 1

/**
 * HAProxy counts by itself, in a table by host: control reads sums now and then, whatever the number of requests, no
 * line is written for one, and nothing that a visitor sends is ever parsed.
 */
export function trafficTable(): string {
  return `backend ${TRAFFIC_TABLE} from berth
  stick-table type string len 253 size 20k expire 2h store conn_cur,http_req_cnt,bytes_in_cnt,bytes_out_cnt,gpc(${COUNTERS})`
}

/** Ends the key of what the door answered itself, in the place of an app: nobody's use of it. */
export const BY_DOOR = '|'

/** Rules of the frontend, after the host is mapped: hosts of no app are not counted, so that nobody fills the table. */
export function trafficRules(): string {
  return `  http-request set-var(txn.key) var(txn.name)
  http-request set-var(txn.key) var(txn.name),concat(${BY_DOOR}) if { var(txn.answered) -m found }
  http-request track-sc1 var(txn.key) table ${TRAFFIC_TABLE} unless { var(txn.backend) -m str ${pageBackend('unknown')} }`
}

/** By how many of the shortest times it is looked whether the others can be passed over. */
const SHORT = [4, 8]

/** Counts an answer by its status and its time, where its host is tracked. */
export function trafficCounts(): string {
  const statuses = TRAFFIC_STATUSES.map((digit, i) => count(i, `{ status ${digit}00:${digit}99 }`))
  const times = [...TRAFFIC_BOUNDS_MS, undefined].flatMap((bound, i) => {
    const from = TRAFFIC_BOUNDS_MS[i - 1] ?? 0
    const range = bound === undefined ? `ge ${from}` : `${from}:${bound - 1}`
    const one = count(TRAFFIC_STATUSES.length + i, `{ var(txn.ms) -m int ${range} }`)
    return SHORT.includes(i)
      ? [`  http-after-response allow if { var(txn.ms) -m int lt ${from} }`, one]
      : [one]
  })
  return `  http-after-response allow unless { sc1_tracked }
  http-after-response set-var(txn.ms) date(0,ms),sub(txn.began)
${[...statuses, ...times].join('\n')}`
}

/** A sample that counts by being asked for: of the actions that count none works on answers that HAProxy makes itself. */
function count(index: number, condition: string): string {
  return `  http-after-response set-var(txn.counted) sc_inc_gpc(${index},1) if ${condition}`
}
