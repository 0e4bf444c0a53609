import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { BIND_VARIABLE } from './config-input.ts'
import { CONFIG_FILE } from './door-config.ts'
import { HOLD_SCRIPT } from './hold-script.ts'
import { openListeners } from './listen.ts'
import { TLS_BIND_VARIABLE } from './tls/tls-bind.ts'

const FIRST_INHERITED_FD = 3

/** Opens the public sockets and hands them to a holder that runs HAProxy. Returns the holder's pid. */
export async function launchDoor(door: {
  readonly binary: string
  readonly runDir: string
  readonly dir: string
  readonly masterSocket: string
  readonly bind: { readonly addresses: readonly string[]; readonly port: number }
  /** absent: no TLS */
  readonly tlsPort?: number | undefined
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  readonly logFile: string
}): Promise<number> {
  const script = join(door.runDir, 'hold.sh')
  await writeFile(script, HOLD_SCRIPT, { mode: 0o644 })
  const haproxy = [
    door.binary,
    '-W',
    '-S',
    `${door.masterSocket},mode,660`,
    '-f',
    join(door.dir, CONFIG_FILE),
  ]
  const logFd = openSync(door.logFile, 'a', 0o640)
  const { addresses, port } = door.bind
  const ports = [port, door.tlsPort ?? []].flat()
  const listening = await openListeners(
    ports.flatMap((each) => addresses.map((host) => ({ host, port: each }))),
  )
  const binds = listening.fds.map((_, i) => `fd@${FIRST_INHERITED_FD + i}`)
  // from the open sockets to their hand-over nothing may wait, or Node would accept a visitor itself
  const child = spawn('/bin/sh', [script, ...haproxy], {
    stdio: ['ignore', logFd, logFd, ...listening.fds],
    cwd: '/', // HAProxy ends when its user may not enter the folder that it is started in
    // NODE_ENV: Next's types, where they are loaded too, want it in every environment
    env: {
      NODE_ENV: 'production',
      [BIND_VARIABLE]: binds.slice(0, addresses.length).join(','),
      [TLS_BIND_VARIABLE]: binds.slice(addresses.length).join(','),
      PATH: '/usr/bin:/bin',
    },
    detached: true,
    ...(door.uid === undefined ? {} : { uid: door.uid }),
    ...(door.gid === undefined ? {} : { gid: door.gid }),
  })
  listening.close()
  closeSync(logFd)
  child.unref()
  if (child.pid !== undefined) return child.pid
  const [cause] = await once(child, 'error')
  throw new BerthError('ingress.failed', 'the door cannot be started', { cause })
}
