import path from 'node:path'
import { BerthError } from '@berth/core'
import type { Env } from '../env.ts'
import { DEFAULT_DATA_DIR } from '../platform/paths.ts'
import { readAdmin } from '../platform/admin-file.ts'
import { readConfig } from './config-file.ts'
import { platformAddress } from './platform-address.ts'

/** Which platform, and as whom. */
export type Login = { readonly url: string; readonly token: string; readonly tenant?: string }

/**
 * The first of: the data folder that was named, the environment, what `login` saved, and for root the platform of
 * this machine. Errors: auth.required; UsageError, for an address that is none.
 */
export async function resolveLogin(env: Env, dataDir: string | undefined): Promise<Login> {
  if (dataDir !== undefined) return await localLogin(dataDir)
  const saved = await readConfig(env)
  const url = env.BERTH_URL === undefined ? saved?.url : platformAddress(env.BERTH_URL, 'BERTH_URL ')
  const token = env.BERTH_TOKEN ?? (url === saved?.url ? saved?.token : undefined)
  if (url && token) return { url, token }
  if (url)
    throw new BerthError('auth.required', `no token for ${url}: set BERTH_TOKEN, or berth login ${url}`)
  if (process.getuid?.() === 0) {
    const admin = await readAdmin(path.join(DEFAULT_DATA_DIR, 'admin.json'))
    if (admin) return admin
  }
  throw new BerthError('auth.required', 'not signed in: berth login URL, or set BERTH_URL and BERTH_TOKEN')
}

async function localLogin(dataDir: string): Promise<Login> {
  const file = path.join(path.resolve(dataDir), 'admin.json')
  const admin = await readAdmin(file)
  if (admin) return admin
  throw new BerthError(
    'auth.required',
    `there is no ${file}: start the platform with ./berth up --data ${dataDir}`,
  )
}
