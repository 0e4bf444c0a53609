import { BerthError } from '@berth/core'
import type { ExecRequest, ExecSession, Runtime } from '@berth/runtime'
import type { OpenStream } from '../sessions.ts'
import type { Ran, RunInside } from './probe.ts'

/** Runs commands in one container, and ends them when their time is up. What they print is nobody's. */
export function createRunInside(
  { runtime, openStream }: { runtime: Runtime; openStream: OpenStream },
  container: Pick<ExecRequest, 'containerId' | 'env'>,
): RunInside {
  return async (argv, { timeoutMs, signal }) => {
    signal.throwIfAborted()
    const session = await begin({ ...container, argv, tty: false })
    if ('message' in session) return { kind: 'refused', message: session.message }
    const { promise, resolve } = Promise.withResolvers<Ran>()
    const client = await openStream(session.socket, {
      onStdout: () => undefined, // a check says what it has to say by its exit code
      onStderr: () => undefined,
      onEnd: (exit) =>
        resolve(typeof exit?.code === 'number' ? { kind: 'exited', code: exit.code } : { kind: 'cut-off' }),
    })
    client.eof()
    const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    end.addEventListener('abort', () => resolve({ kind: 'cut-off' }), { once: true })
    const ran = await promise
    client.close()
    await runtime.killExec(session.containerId, session.id)
    signal.throwIfAborted()
    return ran
  }

  /** What cannot be executed says something about the container; anything else that fails says nothing. */
  async function begin(request: ExecRequest): Promise<ExecSession | BerthError> {
    try {
      return await runtime.exec(request)
    } catch (error) {
      if (error instanceof BerthError && error.code === 'runtime.exec_failed') return error
      throw error
    }
  }
}
