import { spawn } from 'node:child_process'

/** Runs a program of the host with `input` on its standard input, to its end. */
export type RunProgram = (
  argv: readonly string[],
  input: string,
) => Promise<{ readonly code: number; readonly output: string; readonly errors: string }>

/** By this process itself: simple, and slow where it is large. */
export const spawnProgram: RunProgram = ([file = '', ...args], input) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.stdin.on('error', () => undefined) // it ended without reading: its exit code says why
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? 1,
        output: Buffer.concat(out).toString(),
        errors: Buffer.concat(err).toString() || (signal === null ? '' : `ended by ${signal}`),
      }),
    )
    child.stdin.end(input)
  })
