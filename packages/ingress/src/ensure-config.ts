import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from '@berth/log'
import { BIND_VARIABLE, type DoorPlatform } from './config-input.ts'
import { CONFIG_FILE, renderDoorConfig } from './door-config.ts'
import { readIfThere, writeDoorFiles } from './door-files.ts'
import { FIRST_STOCK } from './slots.ts'
import { TLS_BIND_VARIABLE } from './tls/tls-bind.ts'

const run = promisify(execFile)

/** Control's configuration when it is there and HAProxy reads it, else one that serves the platform's own host. */
export async function ensureConfig(door: {
  readonly binary: string
  readonly dir: string
  readonly platform: DoorPlatform
  readonly log: Logger
}): Promise<void> {
  const file = join(door.dir, CONFIG_FILE)
  if ((await readIfThere(file)) !== undefined) {
    const problem = await checkConfig(door.binary, file, door.platform.tls !== undefined)
    if (!problem) return
    door.log.warn({ problem }, 'HAProxy refuses its configuration: a fresh one is written')
  }
  const slots = { stock: FIRST_STOCK, taken: [], freed: new Map() }
  await writeDoorFiles(door.dir, renderDoorConfig({ ...door.platform, slots, routes: [] }))
}

async function checkConfig(binary: string, file: string, hasTls: boolean): Promise<string | undefined> {
  // NODE_ENV: Next's types, where they are loaded too, want it in every environment
  const env = {
    NODE_ENV: 'production',
    [BIND_VARIABLE]: '127.0.0.1:1',
    ...(hasTls ? { [TLS_BIND_VARIABLE]: '127.0.0.1:2' } : {}),
  } as const
  try {
    await run(binary, ['-c', '-q', '-f', file], { env })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
