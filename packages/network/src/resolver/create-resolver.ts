import { watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createSerial } from '@berth/core'
import { createAdmission } from './admission.ts'
import { hostServers } from './host-servers.ts'
import { createUpstream, type UpstreamServer } from './upstream.ts'
import type { Zone } from './zone.ts'
import { createZoneFiles, isRecord } from './zone-files.ts'
import { createZoneServer, type ZoneServer } from './zone-server.ts'

export type Resolver = {
  /** Resolves when what the folder holds now is served. */
  open(): Promise<void>
  close(): Promise<void>
}

/** A bridge that was not there yet is tried again. */
const RETRY_MS = 2_000
/** All files are read, whatever was told of them: the kernel tells nothing once too much waits to be told. */
const RESCAN_MS = 60_000

/**
 * DNS for containers: a server on each project's gateway, from the files that the network package writes into
 * `directory`. Level-triggered: it compares zones and servers at every change and every few seconds, and reads only the
 * files that changed, as a node has a thousand of them.
 */
export function createResolver(options: {
  directory: string
  log: { warn(fields: object, message: string): void }
  port?: number
  servers?: () => Promise<readonly UpstreamServer[]>
}): Resolver {
  const { directory, log, port = 53 } = options
  const upstream = createUpstream({ servers: options.servers ?? hostServers })
  const admission = createAdmission({ perClient: 32, total: 512 })
  const servers = new Map<string, ZoneServer>()
  const files = createZoneFiles(directory)
  const serial = createSerial()
  const changed = new Set<string>()
  const over = new AbortController()
  let isKnown = false
  let waiting: Promise<void> | undefined

  return {
    async open() {
      await mkdir(directory, { recursive: true })
      const changes = watch(directory, { signal: over.signal }, (_, name) => {
        if (name !== null && !isRecord(name)) return
        if (name === null) isKnown = false
        else changed.add(name)
        void reconcile()
      })
      changes.on('error', (error) => log.warn({ err: error }, 'the records folder is not watched'))
      every(RETRY_MS, () => void reconcile())
      every(RESCAN_MS, () => {
        isKnown = false
      })
      await reconcile()
    },
    async close() {
      over.abort()
      await serial.idle()
      for (const server of servers.values()) server.close()
      servers.clear()
    },
  }

  /** Who asks while one waits for its turn is served by that one: a class begins with hundreds of changes. */
  function reconcile(): Promise<void> {
    waiting ??= serial.run('', async () => {
      waiting = undefined
      if (over.signal.aborted) return
      try {
        await readChanged()
      } catch (error) {
        isKnown = false
        log.warn({ err: error }, 'the records could not be read')
      }
      await serve(files.byGateway())
    })
    return waiting
  }

  async function serve(zones: ReadonlyMap<string, Zone>): Promise<void> {
    for (const [gateway, server] of servers) {
      if (zones.has(gateway)) continue
      server.close()
      servers.delete(gateway)
    }
    await Promise.all([...zones.values()].map(serveZone))
  }

  async function readChanged(): Promise<void> {
    const names = [...changed]
    changed.clear() // what changes from here on is read once more
    const all = !isKnown
    isKnown = true
    await (all ? files.readAll() : files.read(names))
  }

  function every(ms: number, job: () => void): void {
    const timer = setInterval(job, ms)
    over.signal.addEventListener('abort', () => clearInterval(timer))
  }

  async function serveZone(zone: Zone): Promise<void> {
    const running = servers.get(zone.gateway)
    if (running) return running.update(zone)
    try {
      servers.set(zone.gateway, await createZoneServer({ zone, port, upstream, admission }))
    } catch (error) {
      log.warn({ err: error, gateway: zone.gateway }, 'cannot listen yet')
    }
  }
}
