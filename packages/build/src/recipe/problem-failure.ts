import type { ManifestProblem } from '@berth/manifest'
import { BuildFailed } from '../execute/build-failed.ts'

/** A file of the source is wrong, and where. */
export function problemFailure({ file, message, line, column, text }: ManifestProblem): BuildFailed {
  const place = { line, column, text: text.slice(0, 500) }
  return new BuildFailed({ kind: 'syntax', message: message.slice(0, 2000), file, ...place })
}
