import { BerthError } from '@berth/core'
import { type LabFiles, type LabProblem, type ReadLab, readLab } from '@berth/lab'

/** The lab of a folder. Error: lab.invalid, whose details have all `problems`. */
export function checkLab(files: LabFiles): Extract<ReadLab, { kind: 'ok' }> {
  const read = readLab(files)
  if (read.kind === 'ok') return read
  throw labInvalid(read.problems)
}

export function labInvalid(problems: readonly [LabProblem, ...LabProblem[]]): BerthError {
  const [{ file, line, column, message }] = problems
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new BerthError('lab.invalid', `${file}:${line}:${column}: ${message}${more}`, {
    details: { problems },
  })
}
