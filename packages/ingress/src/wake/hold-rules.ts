import { SLEEPING } from './hold-script.ts'

/** Rules of the frontend, after the host is mapped and counted. */
export function holdRules(controlSocket: string, mapFile: string): string {
  return `  acl sleeper var(txn.backend) -m str ${SLEEPING.join(' ')}
  http-request lua.hold ${controlSocket} if sleeper
  http-request set-var(txn.backend) var(txn.name),map(${mapFile}) if sleeper`
}
