import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'

/** All addresses of a name. Rejects, or returns none, when it has none. */
export type ResolveName = (name: string) => Promise<readonly string[]>

const HOSTS = '/etc/hosts'

/** As this machine resolves names: its own list, then its name servers. Occupies no thread. */
export function createResolveName(): ResolveName {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  return async (name) => {
    const listed = addressesIn(await readFile(HOSTS, 'utf8').catch(() => ''), name) // a machine may have no such list
    if (listed.length > 0) return listed
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (found.length === 0 && v4.status === 'rejected') throw v4.reason
    return found
  }
}

/** Pure: what a hosts file says of a name. */
export function addressesIn(hosts: string, name: string): readonly string[] {
  const wanted = name.toLowerCase()
  return hosts
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([, ...names]) => names.some((each) => each.toLowerCase() === wanted))
    .flatMap(([address]) => address ?? [])
}
