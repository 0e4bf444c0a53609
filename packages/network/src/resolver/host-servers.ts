import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { UpstreamServer } from './upstream.ts'

/** The host's own resolvers, as resolv.conf(5) names them now; at most three, as libc takes. */
export async function hostServers(path = '/etc/resolv.conf'): Promise<readonly UpstreamServer[]> {
  const text = await readFile(path, 'utf8').catch(() => '') // none is an answer too: nothing can be forwarded
  return parseServers(text)
}

export function parseServers(text: string): readonly UpstreamServer[] {
  return text
    .split('\n')
    .flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? [])
    .filter((address) => isIP(address) !== 0)
    .slice(0, 3)
    .map((address) => ({ address, port: 53 }))
}
