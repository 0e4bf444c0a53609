import { BerthError } from '@berth/core'
import { BuildFailed } from './build-failed.ts'

/** A mistake of a Dockerfile as the failure of its build; any other error as it is. */
export function withFile(error: unknown, file: string): unknown {
  if (!(error instanceof BerthError) || error.code !== 'dockerfile.invalid') return error
  const { line, column, text } = error.details
  return new BuildFailed(
    {
      kind: 'syntax',
      message: error.message,
      file,
      ...(typeof line === 'number' ? { line } : {}),
      ...(typeof column === 'number' ? { column } : {}),
      ...(typeof text === 'string' ? { text: text.slice(0, 500) } : {}),
    },
    error,
  )
}
