import { Resolver } from 'node:dns/promises'
import { parseAddress } from './subnet.ts'

/** The addresses of hosts that somebody may reach, looked up now and then for all who may. */
export type AllowedHosts = {
  /** These and no others from now on. Resolves when those that are new were looked up, or after a moment. */
  want(hosts: ReadonlySet<string>): Promise<void>
  /** Also those that it had some minutes ago: who was told of one goes on using it. */
  addressesOf(host: string): readonly number[]
  /** What is being looked up changes nothing any more. */
  close(): void
}

/** The addresses of a name; none, when nobody knows it. */
export type Lookup = (host: string) => Promise<readonly string[]>

const REFRESH_MS = 30_000
const KEEP_MS = 10 * 60_000
const PATIENCE_MS = 1500
const AT_ONCE = 8
/** of one host: a name server cannot fill the tables */
const MOST_ADDRESSES = 64

export function createAllowedHosts(options: {
  /** the addresses of some host are others than before */
  readonly onChange: () => void
  readonly lookup?: Lookup
  readonly now?: () => number
}): AllowedHosts {
  const { onChange, lookup = lookUp, now = Date.now } = options
  /** host → address → when it was answered last */
  const known = new Map<string, Map<number, number>>()
  let closed = false
  const timer = setInterval(() => void refresh([...known.keys()]), REFRESH_MS)
  timer.unref()

  return {
    async want(hosts) {
      for (const host of known.keys()) if (!hosts.has(host)) known.delete(host)
      const fresh = [...hosts].filter((host) => !known.has(host))
      for (const host of fresh) known.set(host, new Map())
      if (fresh.length === 0) return
      await Promise.race([refresh(fresh), after(PATIENCE_MS)])
    },
    addressesOf: (host) => [...(known.get(host)?.keys() ?? [])],
    close() {
      closed = true
      clearInterval(timer)
    },
  }

  async function refresh(hosts: readonly string[]): Promise<void> {
    for (let at = 0; at < hosts.length && !closed; at += AT_ONCE) {
      const changed = await Promise.all(hosts.slice(at, at + AT_ONCE).map(lookUpOne))
      if (changed.includes(true) && !closed) onChange()
    }
  }

  /** What was known stays known while nobody answers. */
  async function lookUpOne(host: string): Promise<boolean> {
    const found = (await lookup(host)).flatMap((text) => parseAddress(text) ?? []).slice(0, MOST_ADDRESSES)
    const addresses = known.get(host)
    if (!addresses || found.length === 0) return false
    const before = [...addresses.keys()].join()
    for (const address of found) {
      addresses.delete(address)
      addresses.set(address, now())
    }
    for (const [address, at] of addresses) {
      if (now() - at > KEEP_MS || addresses.size > MOST_ADDRESSES) addresses.delete(address)
    }
    return [...addresses.keys()].join() !== before
  }
}

/** Asks the host's name servers, as they are now. */
async function lookUp(host: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  return resolver.resolve4(host).catch(() => []) // unknown, or nobody answers: asked again at the next look
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
