import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostCommands } from './host-commands.ts'
import { linkGroup, newPortId, portPrefix } from './host-names.ts'
import { exists, hasLink, isPinned, listLinks } from './host-state.ts'
import { portBatch, removeLinksBatch } from './ip-batch.ts'
import { removeLink } from './remove-link.ts'

/**
 * What a namespace gets before anybody lives in it. It belongs to the host's user namespace, so nobody within holds
 * a capability over it: low ports and ping are opened for everybody instead. No IPv6.
 */
const NAMESPACE_SYSCTLS = [
  'net.ipv4.ip_unprivileged_port_start=0',
  'net.ipv4.ping_group_range=0 2147483647',
  'net.ipv6.conf.all.disable_ipv6=1',
  'net.ipv6.conf.default.disable_ipv6=1',
] as const

/** Namespaces with their veth pair, made ahead, so that an attach waits for none of it. */
export type NamespacePool = {
  /** Adopt what an earlier run left ready, remove what it left half-made; `inUse` are not touched. */
  open(inUse: ReadonlySet<string>): Promise<void>
  /** The id of a ready one; it makes one when none is, and refills behind. */
  take(): Promise<string>
  /** Idempotent. A used namespace is not used again: who knows what was left in it. */
  destroy(id: string): Promise<void>
  /** Also those of a run that crashed. */
  destroyAll(): Promise<void>
  /** No more refills; resolves when none runs. */
  close(): Promise<void>
  netnsPath(id: string): string
}

export function createNamespacePool(options: {
  instance: string
  directory: string
  size: number
  commands: HostCommands
  mtu: () => number
  onError: (error: unknown) => void
}): NamespacePool {
  const { instance, directory, size, commands } = options
  const netnsPath = (id: string) => join(directory, id)
  const readyMark = (id: string) => join(directory, `${id}.ready`)
  const port = (id: string) => portPrefix(instance) + id
  const ready: string[] = []
  let refilling: Promise<void> | undefined
  let closed = false

  return {
    async open(inUse) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const names = new Set(await readdir(directory))
      const ids = [...names].filter((name) => !name.endsWith('.ready') && !inUse.has(name))
      for (const id of ids) {
        if (names.has(`${id}.ready`) && (await hasLink(port(id)))) ready.push(id)
        else await destroy(id)
      }
      refill()
    },
    async take() {
      const id = ready.shift() ?? (await makeOne())
      await rm(readyMark(id), { force: true }) // from here on it is used, whatever happens
      refill()
      return id
    },
    destroy,
    async destroyAll() {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      ready.length = 0
      await removeLinks()
      const paths = (await readdir(directory)).map((name) => join(directory, name))
      for (let pinned = await pinnedOf(paths); pinned.length > 0; pinned = await pinnedOf(pinned)) {
        await commands.unpin(pinned)
      }
      await rm(directory, { recursive: true })
    },
    async close() {
      closed = true
      await refilling
    },
    netnsPath,
  }

  async function removeLinks(): Promise<void> {
    const ours = (await listLinks()).filter((link) => link.startsWith(portPrefix(instance)))
    if (ours.length === 0) return
    try {
      await commands.ip(removeLinksBatch(ours, linkGroup(instance)))
    } catch {
      // one of them went meanwhile, and took the batch along: each by itself then
      for (const link of ours) await removeLink(commands, link)
    }
  }

  async function pinnedOf(paths: readonly string[]): Promise<readonly string[]> {
    const pinned = await Promise.all(paths.map(isPinned))
    return paths.filter((_, i) => pinned[i])
  }

  function refill(): void {
    if (closed || refilling) return
    refilling = fill()
      .catch(options.onError)
      .finally(() => {
        refilling = undefined
      })
  }

  async function makeOne(): Promise<string> {
    const [id = ''] = await make(1)
    return id
  }

  async function fill(): Promise<void> {
    while (!closed && ready.length < size) ready.push(...(await make(size - ready.length)))
  }

  /** Several at once, because starting a program costs more than what it does. */
  async function make(count: number): Promise<readonly string[]> {
    const ids = Array.from({ length: count }, newPortId)
    try {
      await Promise.all(ids.map(makeNamespace))
      await commands.ip(ids.flatMap((id) => portBatch(port(id), netnsPath(id), options.mtu())))
      await Promise.all(ids.map((id) => writeFile(readyMark(id), '')))
      return ids
    } catch (error) {
      for (const id of ids) await destroy(id)
      throw error
    }
  }

  async function makeNamespace(id: string): Promise<void> {
    await writeFile(netnsPath(id), '', { flag: 'wx', mode: 0o600 })
    await commands.createNamespace(netnsPath(id), NAMESPACE_SYSCTLS)
  }

  async function destroy(id: string): Promise<void> {
    await removeLink(commands, port(id))
    await rm(readyMark(id), { force: true })
    if (!(await exists(netnsPath(id)))) return
    while (await isPinned(netnsPath(id))) await commands.unpin([netnsPath(id)])
    await rm(netnsPath(id), { force: true })
  }
}
