export type Place = {
  readonly tenant: string
  readonly app?: string
  /** number of a release of the app; null: what stands there is none */
  readonly release?: number | null
  readonly repository?: string
}

/** What the address of a page names; undefined when it names no tenant. Names with escapes are none of ours. */
export function placeOfPath(path: string): Place | undefined {
  const [, root, tenant, kind, ...rest] = path.split('/')
  if (root !== 't' || !tenant) return undefined
  const [name, tab, inTab] = rest
  if (kind === 'apps' && name) {
    const release = tab === 'releases' && inTab ? { release: numberOf(inTab) } : {}
    return { tenant, app: name, ...release }
  }
  // its name has an owner in front; a page below it comes after `-`, and `images/settings` is none
  if (kind === 'images' && tab) return { tenant, repository: repositoryOf(rest) }
  return { tenant }
}

function repositoryOf(parts: readonly string[]): string {
  const end = parts.indexOf('-')
  return (end < 0 ? parts : parts.slice(0, end)).filter(Boolean).join('/')
}

/** As the page compares it, so no leading zeros; a number that no column holds is none. */
function numberOf(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}
