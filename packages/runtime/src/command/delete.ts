import { BerthError } from '@berth/core'
import { containerFolder, listContainers } from './container-folder.ts'
import type { CommandContext } from './context.ts'
import { destroyContainer } from './destroy.ts'
import { openContainer, requireStatus } from './open-container.ts'

/**
 * Removes a container that has ended; with `force` any, and none is fine as well. Errors: container.not_found,
 * container.wrong_state.
 */
export async function deleteContainer(
  context: CommandContext,
  id: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  try {
    const container = await openContainer(context, id)
    if (!force) requireStatus(container, ['stopped'], 'delete')
    await destroyContainer(context, container)
  } catch (error) {
    if (!force || !(error instanceof BerthError)) throw error
    if (error.code === 'container.not_found') return
    if (!LEFT_BEHIND.includes(error.code)) throw error
    await context.cgroups.remove(context.cgroups.resolve(undefined, id))
    await containerFolder(context.root, id).remove()
  }
}

/** All containers whose ids match: crun's `--regex`. Errors as of one. */
export async function deleteMatching(
  context: CommandContext,
  pattern: string,
  options: { readonly force: boolean },
): Promise<void> {
  const expression = new RegExp(pattern)
  const ids = (await listContainers(context.root)).filter((id) => expression.test(id))
  for (const id of ids) await deleteContainer(context, id, options)
}

/** A `create` that was killed leaves a folder without a state, or a crash of the machine half of one. */
const LEFT_BEHIND: readonly string[] = ['container.wrong_state', 'runtime.state_corrupt']
