import { execFile } from 'node:child_process'
import { BerthError } from '@berth/core'

const TIMEOUT_MS = 60_000

/** A program of the host, by argument list; returns what it printed. Error: disk.failed, with what the program said. */
export function runProgram(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: TIMEOUT_MS, env: { ...LOCALE } }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const why = stderr.trim().split('\n').at(-1) || error.message
      reject(new BerthError('disk.failed', `${file} ${args.join(' ')}: ${why}`, { cause: error }))
    })
  })
}

/** Programs are asked to speak as their manual pages do. */
const LOCALE = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } as const
