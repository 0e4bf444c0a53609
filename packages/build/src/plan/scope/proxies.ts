const NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy']

/** Arguments that every RUN has without an ARG, and that are in no history and no cache key. */
export function proxyVariables(args: Readonly<Record<string, string>>): string[] {
  return Object.entries(args)
    .filter(([name]) => NAMES.includes(name.toLowerCase()))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [`${name.toUpperCase()}=${value}`, `${name.toLowerCase()}=${value}`])
}
