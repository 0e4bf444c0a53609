import { type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { haproxyWorkers } from './worker-pids.ts'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

/** One request on a connection of its own. */
export function visit(
  port: number,
  host: string,
  options: {
    path?: string
    headers?: Record<string, string>
    method?: string
    body?: Buffer
    address?: string
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: options.address ?? '127.0.0.1',
        port,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        agent: false,
        headers: { host, ...options.headers },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

export type Tally = {
  ok: number
  readonly wrong: string[]
  readonly refused: string[]
  readonly broken: string[]
}

/** Visits until stopped, one request after the other, each on a new connection. */
export function visitWithoutPause(port: number, host: string, expected: (body: string) => boolean) {
  const tally: Tally = { ok: 0, wrong: [], refused: [], broken: [] }
  let going = true
  const done = (async () => {
    while (going) {
      try {
        const answer = await visit(port, host)
        if (answer.status === 200 && expected(answer.body)) tally.ok++
        else tally.wrong.push(`${answer.status} ${answer.body.slice(0, 100)}`)
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? String(error)
        if (code === 'ECONNREFUSED') tally.refused.push(code)
        else tally.broken.push(code)
      }
    }
  })()
  return {
    tally,
    stop: async () => {
      going = false
      await done
      return tally
    },
  }
}

/** Kills HAProxy's workers, and waits until others serve in their place. */
export async function killWorker(masterSocket: string): Promise<void> {
  const killed = await haproxyWorkers(masterSocket)
  for (const pid of killed) process.kill(pid, 'SIGKILL')
  let now: number[] = []
  while (now.length === 0 || now.some((pid) => killed.includes(pid))) {
    await sleep(20)
    now = await haproxyWorkers(masterSocket).catch(() => [])
  }
}
