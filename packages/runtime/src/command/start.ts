import { chdir } from 'node:process'
import { createConnection } from 'node:net'
import { BerthError } from '@berth/core'
import { describeState } from './container-state.ts'
import type { CommandContext } from './context.ts'
import { destroyContainer } from './destroy.ts'
import { explainStart } from './explain-launch.ts'
import { openContainer, requireStatus } from './open-container.ts'
import { runHooks } from './run-hooks.ts'

/** Executes the program of a created container. Errors: container.wrong_state, runtime.start_failed, runtime.hook_failed. */
export async function startContainer(context: CommandContext, id: string): Promise<void> {
  const container = await openContainer(context, id)
  requireStatus(container, ['created'], 'start')
  if (!container.saved.startable) {
    throw new BerthError('input.invalid', `container ${id} has no process: config.json does not name one`)
  }
  const socket = await container.folder.takeStart()
  if (socket === undefined) {
    throw new BerthError('container.wrong_state', `container ${id} is being started already`, {
      details: { id },
    })
  }
  try {
    const failure = await connectAndWait(container.folder.path, socket)
    if (failure.length > 0) throw explainStart(failure, id)
    const { poststart } = container.saved.hooks
    await runHooks(context, 'poststart', poststart, describeState(container.saved, 'running'))
  } catch (error) {
    if (isHookFailure(error)) await destroyContainer(context, container)
    throw error
  }
}

/** The container is stopped and gone then, also when its program runs (runtime-spec 1.3, lifecycle steps 7 and 9). */
function isHookFailure(error: unknown): boolean {
  return error instanceof BerthError && error.code === 'runtime.hook_failed'
}

/**
 * Whoever connects to the socket lets the process go on; its end tells that the program was executed. Resolves with what
 * came before the end: nothing, or the report of a failure.
 */
function connectAndWait(folder: string, name: string): Promise<Buffer> {
  chdir(folder) // a socket's path has 107 bytes
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = createConnection(name)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', (error) =>
      reject(
        new BerthError('runtime.start_failed', 'the container ended before its start', { cause: error }),
      ),
    )
    socket.on('close', () => resolve(Buffer.concat(chunks)))
  })
}
