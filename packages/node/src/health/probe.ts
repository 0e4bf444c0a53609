import { request } from 'node:http'
import { connect } from 'node:net'
import type { Health } from '@berth/protocol'

/** Undefined when it is well, else why not: `nothing took a connection on port 8080`. */
export type Verdict = string | undefined

/** Looks once; resolves within `timeoutMs`. Rejects only when `signal` aborts. */
export type Probe = (options: { timeoutMs: number; signal: AbortSignal }) => Promise<Verdict>

/** How a command inside went; `refused`: it did not start, because its program is not in the image, or the like. */
export type Ran =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'refused'; readonly message: string }

/** Runs a command inside; `cut-off` when a signal ended it or time was up. Rejects with AbortError by `signal`. */
export type RunInside = (
  argv: readonly string[],
  options: { timeoutMs: number; signal: AbortSignal },
) => Promise<Ran>

export type Checked = Exclude<Health, { kind: 'none' }>

/** The agent itself asks over the bridge: only a command costs a process. */
export function createProbe(health: Checked, target: { address: string; runInside: RunInside }): Probe {
  const { address, runInside } = target
  switch (health.kind) {
    case 'tcp':
      return (options) => takesConnection(address, health.port, options)
    case 'http':
      return (options) => answers(address, health, options)
    case 'command':
      return async (options) => judge(await runInside(health.argv, options))
  }
}

function judge(ran: Ran): Verdict {
  switch (ran.kind) {
    case 'exited':
      return ran.code === 0 ? undefined : `the check exited with code ${ran.code}`
    case 'cut-off':
      return 'the check did not end in time'
    case 'refused':
      return `the check did not start (${ran.message})`
  }
}

function takesConnection(
  host: string,
  port: number,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal, timeout: timeoutMs })
    const finish = (verdict: Verdict) => {
      socket.destroy()
      resolve(verdict)
    }
    socket.once('connect', () => finish(undefined))
    socket.once('timeout', () => finish(`nothing took a connection on port ${port}`))
    socket.once('error', (error) =>
      signal.aborted ? reject(error) : finish(`nothing took a connection on port ${port}`),
    )
  })
}

/** Only the status counts: the rest of the answer is not read, however long it is. */
function answers(
  host: string,
  { port, path }: { port: number; path: string },
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Verdict> {
  const inTime = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const asked = request({
      host,
      port,
      path,
      agent: false,
      headers: { 'user-agent': 'berth-health' },
      signal: AbortSignal.any([signal, inTime]),
    })
    asked.once('response', (response) => {
      const { statusCode = 0 } = response
      response.destroy()
      const well = statusCode >= 200 && statusCode < 400
      resolve(well ? undefined : `GET ${path} on port ${port} was answered with ${statusCode}`)
    })
    asked.once('error', (error) => {
      if (signal.aborted) return reject(error)
      resolve(
        inTime.aborted
          ? `GET ${path} on port ${port} was not answered within ${timeoutMs / 1000} s`
          : `GET ${path} on port ${port} failed: ${error.message}`,
      )
    })
    asked.end()
  })
}
