import type { ContainerModel } from './model.ts'
import type { AppSnapshot } from './snapshot.ts'

/**
 * An instance of the newest deploy, which failed: its log can be read until the next one. What is of the kin of the
 * release that serves is not: it differs in limits and counts only, and goes back to where it was.
 */
export function isKeptFailure(
  { releaseId, kin }: ContainerModel,
  { failed, current }: Pick<AppSnapshot, 'failed' | 'current'>,
): boolean {
  return failed !== null && releaseId === failed.releaseId && kin !== current?.kin
}
