import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'

const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 1000
const CONNECT_MS = 2000

/** Resolves when `port` at `address` takes a connection. Errors: protocol.timeout; AbortError by `signal`. */
export async function awaitPort(
  target: { address: string; port: number; timeoutMs: number },
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + target.timeoutMs
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    if (await takesConnection(target.address, target.port, signal)) return
    if (Date.now() + wait >= until) break
    await sleep(wait, undefined, { signal })
  }
  throw new BerthError(
    'protocol.timeout',
    `nothing took a connection on port ${target.port} within ${target.timeoutMs / 1000} s`,
  )
}

function takesConnection(address: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, signal, timeout: CONNECT_MS })
    const finish = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => finish(true))
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
