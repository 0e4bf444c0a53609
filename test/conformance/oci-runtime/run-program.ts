import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ProgramRun = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a program to its end, whatever its exit code; 124 when it took too long. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string>>
    readonly timeoutMs?: number
  } = {},
): Promise<ProgramRun> {
  const { cwd, env, timeoutMs = 60_000 } = options
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      {
        cwd,
        env: { ...process.env, ...env },
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 16 * 1024 ** 2,
      },
      (error, stdout, stderr) => {
        const code = !error ? 0 : error.killed ? 124 : typeof error.code === 'number' ? error.code : 125
        resolve({ code, stdout, stderr })
      },
    )
  })
}

/** The same for a program that leaves processes behind, which keep its output open: it goes to files. */
export async function runAway(file: string, args: readonly string[]): Promise<ProgramRun> {
  const folder = await mkdtemp(join(tmpdir(), 'run-away-'))
  const [out, err] = [join(folder, 'out'), join(folder, 'err')]
  const [stdout, stderr] = [await open(out, 'w'), await open(err, 'w')]
  const child = spawn(file, args, { stdio: ['ignore', stdout.fd, stderr.fd] })
  const [code] = await once(child, 'exit')
  await Promise.all([stdout.close(), stderr.close()])
  const run = { code: Number(code), stdout: await readFile(out, 'utf8'), stderr: await readFile(err, 'utf8') }
  await rm(folder, { recursive: true })
  return run
}
