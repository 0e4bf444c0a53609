import type { CommandContext } from './context.ts'
import { createContainer } from './create.ts'
import type { CreateRequest } from './create-request.ts'
import { deleteContainer } from './delete.ts'
import { forwardSignals } from './forward-signals.ts'
import { startContainer } from './start.ts'

/**
 * Creates and starts; unless detached, waits for the end, removes the container (unless `keep`), and resolves with its
 * exit code.
 */
export async function runContainer(
  context: CommandContext,
  request: Omit<CreateRequest, 'stays'>,
  { detach, keep }: { readonly detach: boolean; readonly keep: boolean },
): Promise<number> {
  const launcher = await createContainer(context, { ...request, stays: !detach })
  const stop = detach ? () => undefined : forwardSignals((signal) => launcher.signal(signal))
  try {
    await startContainer(context, request.id)
    return detach ? 0 : await launcher.exit
  } catch (error) {
    await deleteContainer(context, request.id, { force: true })
    await launcher.exit // it gives the caller's terminal back
    throw error
  } finally {
    stop()
    if (!detach && !keep) await deleteContainer(context, request.id, { force: true })
  }
}
