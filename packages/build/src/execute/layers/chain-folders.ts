import type { BuildFolders } from '../build-folders.ts'
import { stepFolder } from './step-folder.ts'
import type { Chain } from './chain.ts'

/** The folders of a chain's layers, lowest first. Errors: those of a pull. */
export async function chainFolders(
  folders: Pick<BuildFolders, 'path'>,
  { base, steps }: Chain,
): Promise<readonly string[]> {
  const local = await base?.local()
  const made = steps.map(({ folder }) => stepFolder(folder, folders.path(folder)).upper)
  return [...(local?.layers ?? []), ...made]
}
