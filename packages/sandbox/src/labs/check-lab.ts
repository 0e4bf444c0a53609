import { BerthError } from '@berth/core'
import type { LabFiles, LabProblem, LabReading } from '@berth/lab'
import type { ReadFiles } from './ports.ts'

/** The lab of a folder. Errors: lab.invalid, whose details have all `problems`; those of `ReadFiles`. */
export async function checkLab(
  read: ReadFiles,
  tenantId: string,
  files: LabFiles,
): Promise<Extract<LabReading, { kind: 'ok' }>> {
  const reading = await read(tenantId, files)
  if (reading.kind === 'ok') return reading
  throw labInvalid(reading.problems)
}

export function labInvalid(problems: readonly [LabProblem, ...LabProblem[]]): BerthError {
  const [{ file, line, column, message }] = problems
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new BerthError('lab.invalid', `${file}:${line}:${column}: ${message}${more}`, {
    details: { problems },
  })
}
