import path from 'node:path'
import { connect, type Session } from '../session/session.ts'
import type { AdminFile } from './admin-file.ts'
import { readIfThere } from './read-if-there.ts'
import { parseSaved, resolveSettings, type UpSettings } from './up-settings.ts'

/** As the platform's administrator, past proxy and certificate: loopback answers whatever its address is. */
export function localSession({ port }: Pick<UpSettings, 'port'>, { token, tenant }: AdminFile): Session {
  return connect({ url: `http://127.0.0.1:${port}`, token, tenant })
}

/** What the last `up` of a data folder was asked for. Error: config.invalid. */
export async function lastSettings(dir: string): Promise<UpSettings> {
  const file = path.join(dir, 'settings.json')
  return resolveSettings(parseSaved(file, await readIfThere(file)), false)
}
