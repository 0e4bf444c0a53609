import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { haproxyCommand } from './haproxy-cli.ts'
import { parseStructure } from './running-state.ts'

const PATIENCE_MS = 10_000

async function readStructure(adminSocket: string): Promise<string> {
  return parseStructure(await haproxyCommand(adminSocket, 'show info'))
}

/** Has the master start a new worker on the same sockets, and waits until it serves `structure`. Error: ingress.failed. */
export async function reloadDoor(door: {
  readonly masterSocket: string
  readonly adminSocket: string
  readonly structure: string
}): Promise<void> {
  await haproxyCommand(door.masterSocket, 'reload')
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    // between two workers nobody answers for a moment
    const structure = await readStructure(door.adminSocket).catch(() => undefined)
    if (structure === door.structure) return
    await sleep(50)
  }
  throw new BerthError('ingress.failed', 'HAProxy did not take its new configuration: see the door log')
}
