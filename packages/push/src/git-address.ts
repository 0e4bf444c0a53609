import { isName } from '@berth/core'

export type GitAddress = { readonly tenant: string; readonly app: string }

/** `tenant/app` or `tenant/app.git`; anything else is none. The names are checked before anybody uses them. */
export function parseGitAddress(path: string): GitAddress | undefined {
  const [, tenant = '', app = ''] = /^([a-z0-9-]{2,32})\/([a-z0-9-]{2,32})(?:\.git)?$/.exec(path) ?? []
  return isName(tenant) && isName(app) ? { tenant, app } : undefined
}
