import { SLEEPING } from './hold-script.ts'

/** So many requests of one host may be under way for another one to be held: each costs memory until its app is awake. */
const MAX_HELD = 500

/** Rules of the frontend, after the host is mapped and counted. */
export function holdRules(controlSocket: string, mapHost: string): string {
  return `  acl sleeper var(txn.backend) -m str ${SLEEPING.join(' ')}
  http-request lua.hold ${controlSocket} if sleeper !{ sc1_conn_cur gt ${MAX_HELD} }
  ${mapHost} if sleeper`
}
