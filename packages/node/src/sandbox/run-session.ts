import type { ExecRequest, Runtime, SessionExit } from '@berth/runtime'
import type { OpenStream } from '../sessions.ts'

/** What became of a session that was followed to its end. */
export type SessionResult = {
  /** undefined: it did not end by itself */
  readonly exit: SessionExit | undefined
  /** both streams as they came */
  readonly chunks: readonly { readonly stream: 'out' | 'err'; readonly data: Buffer }[]
  /** some of it was dropped, the oldest first */
  readonly truncated: boolean
  readonly timedOut: boolean
}

/** How the node reaches what runs in a container. */
export type SessionTools = {
  readonly runtime: Pick<Runtime, 'exec' | 'killExec'>
  readonly openStream: OpenStream
  readonly onError: (error: unknown) => void
}

const PIECE = 64 * 1024

/**
 * Runs a command without a terminal to its end, or until its time is over: then its whole process group is killed.
 * Of its output the last `most` bytes are kept. Errors: those of `exec`.
 */
export async function runSession(
  { runtime, openStream, onError }: SessionTools,
  request: Omit<ExecRequest, 'tty'>,
  limits: { readonly timeoutMs: number; readonly most: number; readonly input?: Uint8Array },
): Promise<SessionResult> {
  const session = await runtime.exec({ ...request, tty: false })
  const kept = keepLast(limits.most)
  const kill = () => void runtime.killExec(request.containerId, session.id).catch(onError)
  const ended = Promise.withResolvers<SessionExit | undefined>()
  const client = await openStream(session.socket, {
    onStdout: (data) => kept.add('out', data),
    onStderr: (data) => kept.add('err', data),
    onEnd: ended.resolve,
  }).catch((error: unknown) => {
    kill()
    throw error
  })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    kill()
    // what is frozen does not end before it is thawed, and its caller has waited long enough
    client.close()
  }, limits.timeoutMs)
  try {
    await Promise.race([feed(client, limits.input ?? Buffer.alloc(0)), ended.promise])
    const exit = await ended.promise
    return { exit: timedOut ? undefined : exit, ...kept.all(), timedOut }
  } finally {
    clearTimeout(timer)
  }
}

async function feed(client: Awaited<ReturnType<OpenStream>>, input: Uint8Array): Promise<void> {
  for (let at = 0; at < input.length; at += PIECE) {
    if (!client.write(input.subarray(at, at + PIECE))) await client.drained()
  }
  client.eof()
}

function keepLast(most: number) {
  const chunks: { stream: 'out' | 'err'; data: Buffer }[] = []
  let bytes = 0
  let truncated = false
  return {
    add(stream: 'out' | 'err', data: Buffer) {
      chunks.push({ stream, data: Buffer.from(data) })
      bytes += data.length
      for (let [first] = chunks; first && bytes > most; [first] = chunks) {
        truncated = true
        const over = bytes - most
        if (first.data.length <= over) chunks.shift()
        else chunks[0] = { ...first, data: first.data.subarray(over) }
        bytes -= Math.min(over, first.data.length)
      }
    },
    all: () => ({ chunks, truncated }),
  }
}
