export type Place = { readonly tenant: string; readonly app?: string; readonly repository?: string }

/** What the address of a page names; undefined when it names no tenant. Names with escapes are none of ours. */
export function placeOfPath(path: string): Place | undefined {
  const [, root, tenant, kind, ...rest] = path.split('/')
  if (root !== 't' || !tenant) return undefined
  const [name] = rest
  if (kind === 'apps' && name) return { tenant, app: name }
  if (kind === 'images' && name) return { tenant, repository: rest.filter(Boolean).join('/') }
  return { tenant }
}
