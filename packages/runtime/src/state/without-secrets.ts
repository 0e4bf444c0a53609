import type { ContainerRequest } from '../runtime.ts'

/** What of a run may lie on a disk. */
export function withoutSecrets<Run extends { readonly request: ContainerRequest }>(run: Run) {
  const { secretFiles: _, ...request } = run.request
  const { secretEnv: __, ...process } = request.process
  return { ...run, request: { ...request, process } }
}
