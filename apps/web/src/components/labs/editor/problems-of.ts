import type { LabProblemView } from '@berth/protocol'
import { readBerthError } from '../../../trpc/berth-error.ts'

/** The problems that a refused save tells; none of any other failure. */
export function problemsOf(error: unknown): readonly LabProblemView[] {
  if (!error) return []
  const { code, details } = readBerthError(error)
  const { problems } = details
  return code === 'lab.invalid' && Array.isArray(problems) ? problems.filter(isProblem) : []
}

function isProblem(value: unknown): value is LabProblemView {
  return (
    typeof value === 'object' && value !== null && 'file' in value && 'line' in value && 'message' in value
  )
}
