import { Resolver } from 'node:dns/promises'

/** What DNS says now. A name that is not there has nothing; a resolver that does not answer throws. */
export type DnsLookup = {
  txt(name: string): Promise<readonly string[]>
  addresses(host: string): Promise<readonly string[]>
}

const TIMEOUT_MS = 3000

/** The resolvers of this machine, unless others are named. */
export function createDnsLookup(servers: readonly string[] = []): DnsLookup {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  return {
    txt: async (name) => (await orNothing(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    addresses: async (host) => {
      const [four, six] = await Promise.all([
        orNothing(resolver.resolve4(host)),
        orNothing(resolver.resolve6(host)),
      ])
      return [...four, ...six]
    },
  }
}

async function orNothing<T>(question: Promise<T[]>): Promise<T[]> {
  return question.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return []
    throw error
  })
}
