import type { SavedRun } from './container-folder.ts'

/** What of a run may lie on a disk. */
export function withoutSecrets({ request, ...run }: SavedRun): SavedRun {
  const { secretFiles: _, ...rest } = request
  const { secretEnv: __, ...process } = request.process
  return { ...run, request: { ...rest, process } }
}
