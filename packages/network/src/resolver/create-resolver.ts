import { watch } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSerial } from '@berth/core'
import { createAdmission } from './admission.ts'
import { hostServers } from './host-servers.ts'
import { createUpstream, type UpstreamServer } from './upstream.ts'
import { parseZone, type Zone } from './zone.ts'
import { createZoneServer, type ZoneServer } from './zone-server.ts'

export type Resolver = {
  /** Resolves when what the folder holds now is served. */
  open(): Promise<void>
  close(): Promise<void>
}

const RESCAN_MS = 2000

/**
 * DNS for containers: a server on each project's gateway, from the files that the network package writes into
 * `directory`. Level-triggered: it compares files and servers at every change and every few seconds, so that a
 * bridge that was not there yet is only late.
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
  const serial = createSerial()
  const over = new AbortController()
  let waiting: Promise<void> | undefined

  return {
    async open() {
      await mkdir(directory, { recursive: true })
      const changes = watch(directory, { signal: over.signal }, () => void reconcile())
      changes.on('error', (error) => log.warn({ err: error }, 'the records folder is not watched'))
      const timer = setInterval(() => void reconcile(), RESCAN_MS)
      over.signal.addEventListener('abort', () => clearInterval(timer))
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
      const zones = await readZones(directory)
      for (const [gateway, server] of servers) {
        if (zones.has(gateway)) continue
        server.close()
        servers.delete(gateway)
      }
      await Promise.all([...zones.values()].map(serveZone))
    })
    return waiting
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

/** By gateway. A file that goes away while it is read belongs to nobody any more. */
async function readZones(directory: string): Promise<ReadonlyMap<string, Zone>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(
    names.map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  )
  const zones = texts.flatMap((text) => (text ? (parseZone(JSON.parse(text)) ?? []) : []))
  return new Map(zones.map((zone) => [zone.gateway, zone]))
}
