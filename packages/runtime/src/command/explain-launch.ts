import { getSystemErrorName } from 'node:util'
import { BerthError } from '@berth/core'
import { explainFailure } from '../init/start-error.ts'
import type { Plan } from '../plan/operation.ts'
import type { LaunchLine } from './launch-line.ts'

/** What failed while a process was made, in words; tools look for the kernel's own words in it. */
export function explainLaunch(
  line: Extract<LaunchLine, { kind: 'failed' | 'died' }>,
  plan: Plan,
  code: 'runtime.start_failed' | 'runtime.exec_failed',
): BerthError {
  const operation = line.kind === 'failed' ? plan[line.operation] : undefined
  if (line.kind === 'failed' && (operation?.op === 'find' || operation?.op === 'exec')) {
    const program = operation.op === 'find' ? operation.program : (operation.argv[0] ?? '')
    return new BerthError(code, explainProgram(program, line.errno))
  }
  return new BerthError(code, explainFailure(line, plan).message)
}

const HOOK_STATUS = 6
const ERROR_AT = 8
const DETAIL_AT = 12
const REPORT_BYTES = 16

/** The report that a process sends whoever starts it: kind, operation, errno, detail (native/report.h). */
export function explainStart(report: Buffer, id: string): BerthError {
  const details = { id }
  if (report.length < REPORT_BYTES) {
    return new BerthError('runtime.start_failed', `container ${id} ended while it was started`, { details })
  }
  const error = report.readInt32LE(ERROR_AT)
  if (report.readUInt32LE(DETAIL_AT) === HOOK_STATUS) {
    const message = `a startContainer hook of container ${id} ended with status ${error}`
    return new BerthError('runtime.hook_failed', message, { details })
  }
  const why = getSystemErrorName(-error)
  return new BerthError('runtime.start_failed', `container ${id} could not be started (${why})`, { details })
}

function explainProgram(program: string, errno: number): string {
  const name = getSystemErrorName(-errno)
  if (name === 'ENOENT' && !program.includes('/')) {
    return `exec "${program}": executable file not found in $PATH: no such file or directory`
  }
  if (name === 'ENOENT') return `exec "${program}": no such file or directory`
  if (name === 'EACCES') return `exec "${program}": permission denied`
  return `exec "${program}": ${name}`
}
