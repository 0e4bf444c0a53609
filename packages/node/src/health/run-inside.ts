import type { ExecRequest, Runtime } from '@berth/runtime'
import type { OpenStream } from '../sessions.ts'
import type { RunInside } from './probe.ts'

/** Runs commands in one container, and ends them when their time is up. What they print is nobody's. */
export function createRunInside(
  { runtime, openStream }: { runtime: Runtime; openStream: OpenStream },
  container: Pick<ExecRequest, 'containerId' | 'env'>,
): RunInside {
  return async (argv, { timeoutMs, signal }) => {
    signal.throwIfAborted()
    const session = await runtime.exec({ ...container, argv, tty: false })
    const { promise, resolve } = Promise.withResolvers<number | null>()
    const client = await openStream(session.socket, {
      onStdout: () => undefined, // a check says what it has to say by its exit code
      onStderr: () => undefined,
      onEnd: (exit) => resolve(exit?.code ?? null),
    })
    client.eof()
    const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    end.addEventListener('abort', () => resolve(null), { once: true })
    const code = await promise
    client.close()
    await runtime.killExec(session.containerId, session.id)
    signal.throwIfAborted()
    return code
  }
}
