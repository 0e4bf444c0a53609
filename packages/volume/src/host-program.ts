import { BerthError } from '@berth/core'
import type { RunProgram } from './run-program.ts'

/** A program of the host, by argument list; returns what it printed. Error: disk.failed, with what the program said. */
export type HostProgram = (file: string, args: readonly string[]) => Promise<string>

export function createHostProgram(run: RunProgram): HostProgram {
  return async (file, args) => {
    const { code, output, errors } = await run([file, ...args]).catch((cause: unknown) => {
      throw failed(file, args, cause instanceof Error ? cause.message : String(cause), cause)
    })
    if (code === 0) return output
    throw failed(file, args, errors.trim().split('\n').at(-1) || `exit code ${code}`)
  }
}

function failed(file: string, args: readonly string[], why: string, cause?: unknown): BerthError {
  return new BerthError('disk.failed', `${file} ${args.join(' ')}: ${why}`, { cause })
}
