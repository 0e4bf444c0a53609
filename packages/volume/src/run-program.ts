import { spawn } from 'node:child_process'

/** Runs a program of the host to its end. */
export type RunProgram = (
  argv: readonly string[],
) => Promise<{ readonly code: number; readonly output: string; readonly errors: string }>

const TIMEOUT_MS = 60_000
/** Programs are asked to speak as their manual pages do. */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } as const

/** By this process itself: simple, and slow where it is large. */
export const spawnProgram: RunProgram = ([file = '', ...args]) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      env: { ...ENVIRONMENT },
    })
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? 1,
        output: Buffer.concat(output).toString(),
        errors: Buffer.concat(errors).toString() || (signal === null ? '' : `ended by ${signal}`),
      }),
    )
  })
