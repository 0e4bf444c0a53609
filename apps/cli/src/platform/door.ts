import path from 'node:path'
import { createDoor } from '@berth/ingress'
import { createLog } from '@berth/log'
import { nextPause } from './backoff.ts'
import type { Paths } from './paths.ts'
import { identify } from './process-id.ts'
import type { ProcessState } from './state-file.ts'
import type { UpSettings } from './up-settings.ts'
import { prefer } from './prefer.ts'
import { AT_THE_FRONT } from './process-spec.ts'
import type { UserIds } from './users.ts'

export type WatchedDoor = {
  start(): Promise<{ adopted: boolean }>
  stop(): Promise<void>
  state(): ProcessState | undefined
}

const GRACE_MS = 1_000

/** HAProxy, started again whenever its master ends. */
export function createWatchedDoor(deps: {
  readonly paths: Paths
  readonly users: UserIds
  readonly settings: UpSettings
  readonly onChange: () => Promise<void>
  readonly say: (line: string) => void
}): WatchedDoor {
  const { paths, users, settings, onChange, say } = deps
  let state: ProcessState | undefined
  let stopping = false
  let pauseMs = 0

  const origin = settings.tls === 'off' ? undefined : settings.url
  const door = createDoor({
    binary: '/usr/sbin/haproxy',
    runDir: path.join(paths.run, 'door'),
    dir: path.join(paths.runData, 'door'),
    bind: { addresses: settings.addresses, port: settings.port },
    platform: {
      platformHost: settings.platformHost,
      tls: settings.tlsPort > 0 ? { port: settings.tlsPort, origin } : undefined,
      adminSocket: path.join(paths.run, 'door/admin.sock'),
      webSocket: paths.sockets.web,
      lessonsSocket: paths.sockets.lessons,
      controlSocket: paths.sockets.control,
    },
    uid: users.uid['berth-door'],
    gid: users.gid,
    logFile: path.join(paths.logs, 'door.log'),
    log: createLog({ name: 'door', file: path.join(paths.logs, 'up.log') }),
    onExit: (reason) => {
      say(reason)
      void startAgain()
    },
  })

  async function start(): Promise<{ adopted: boolean }> {
    const { pid, adopted } = await door.start()
    if (!adopted) await prefer(pid, AT_THE_FRONT)
    const id = await identify(pid)
    state = id && { ...id, since: new Date().toISOString() }
    await onChange()
    return { adopted }
  }

  async function startAgain(): Promise<void> {
    pauseMs = nextPause(pauseMs, state ? Date.now() - Date.parse(state.since) : 0)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (stopping) return
    await start().catch((error: unknown) => {
      say(`the door cannot be started: ${String(error)}`)
      void startAgain()
    })
  }

  async function stop(): Promise<void> {
    stopping = true
    await door.stop(GRACE_MS)
    state = undefined
    await onChange()
  }

  return { start, stop, state: () => state }
}
