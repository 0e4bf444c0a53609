import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import type { DoorPlatform } from './config-input.ts'
import type { Door } from './door.ts'
import { ensureConfig } from './ensure-config.ts'
import { haproxyCommand } from './haproxy-cli.ts'
import { type HolderProcess, isAlive, recallHolder, rememberHolder } from './holder-process.ts'
import { launchDoor } from './launch-door.ts'
import { findMaster, type Master } from './master.ts'
import { stopDoor } from './stop-door.ts'

export type DoorOptions = {
  /** path of haproxy, 2.6 or later */
  readonly binary: string
  /** `RUN/door`, writable by `uid`: the sockets and the record of the holder */
  readonly runDir: string
  /** `DIR/door`, readable by `uid`: the configuration */
  readonly dir: string
  /** literal addresses: `0.0.0.0`, `::`, `127.0.0.1` */
  readonly bind: { readonly addresses: readonly string[]; readonly port: number }
  /** used only while control has written no configuration yet */
  readonly platform: DoorPlatform
  readonly uid?: number
  readonly gid?: number
  /** HAProxy appends to it; a file and not a pipe, so that it outlives the launcher */
  readonly logFile: string
  readonly log: Logger
  /** called once when the holder of the sockets is gone without `stop`; the launcher starts the door again */
  readonly onExit?: (reason: string) => void
}

const START_PATIENCE_MS = 10_000
const LOOK_MS = 1000

/**
 * The public sockets are opened here and inherited by a holder, which keeps a HAProxy on them: they survive a killed
 * HAProxy, whose successor finds the visitors in the backlog, and a killed launcher.
 */
export function createDoor(options: DoorOptions): Door {
  const record = join(options.runDir, 'door.json')
  const masterSocket = join(options.runDir, 'master.sock')
  const tlsPort = options.platform.tls?.port
  const bind = [options.bind.addresses.join(','), options.bind.port, tlsPort ?? []].flat().join(' ')
  let watch: { stop(): void } | undefined

  const takeOver = async (holder: HolderProcess): Promise<Master> => {
    await untilServing(holder, masterSocket, options)
    await haproxyCommand(masterSocket, 'reload')
    return untilServing(holder, masterSocket, options)
  }

  const startNew = async (): Promise<{ holder: HolderProcess; master: Master }> => {
    const pid = await launchDoor({ ...options, masterSocket, tlsPort })
    const holder = await rememberHolder(record, pid, bind)
    return { holder, master: await untilServing(holder, masterSocket, options) }
  }

  return {
    start: async () => {
      await ensureConfig(options)
      const found = await recallHolder(record)
      const adopted = found?.bind === bind
      if (!adopted) await stopDoor(found, masterSocket, 0)
      const { holder, master } = adopted ? { holder: found, master: await takeOver(found) } : await startNew()
      watch = watchHolder(holder, options.onExit)
      options.log.info({ pid: holder.pid, master: master.pid, adopted }, 'the door is open')
      return { pid: holder.pid, adopted }
    },
    status: () => findMaster(masterSocket),
    stop: async (graceMs = 5000) => {
      watch?.stop()
      await stopDoor(await recallHolder(record), masterSocket, graceMs)
    },
    detach: () => watch?.stop(),
  }
}

/** Error: ingress.failed when HAProxy does not come up; then nothing is left running. */
async function untilServing(
  holder: HolderProcess,
  masterSocket: string,
  options: DoorOptions,
): Promise<Master> {
  const deadline = Date.now() + START_PATIENCE_MS
  while (Date.now() < deadline && (await isAlive(holder))) {
    const master = await findMaster(masterSocket)
    const answer = await haproxyCommand(options.platform.adminSocket, 'show info').catch(() => '')
    if (master?.serving && answer) return master
    await sleep(20)
  }
  await stopDoor(holder, masterSocket, 0)
  throw new BerthError('ingress.failed', `HAProxy does not start: see the end of ${options.logFile}`)
}

function watchHolder(holder: HolderProcess, onExit: DoorOptions['onExit']): { stop(): void } {
  const timer = setInterval(() => {
    void isAlive(holder).then((alive) => {
      if (alive) return
      clearInterval(timer)
      onExit?.(`process ${holder.pid}, which holds the door's sockets, is gone`)
    })
  }, LOOK_MS).unref()
  return { stop: () => clearInterval(timer) }
}
