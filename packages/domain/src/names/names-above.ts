/**
 * The names that a host lies below, and the wildcards that stand for it or for these; without the last label, which is
 * nobody's. Pure.
 */
export function namesAbove(host: string): string[] {
  const labels = host.replace(/^\*\./, '').split('.')
  const from = host.startsWith('*.') ? 0 : 1
  const parents = labels.map((_, i) => labels.slice(i).join('.')).slice(from, -1)
  return parents.flatMap((parent) => [parent, `*.${parent}`]).filter((name) => name !== host)
}
