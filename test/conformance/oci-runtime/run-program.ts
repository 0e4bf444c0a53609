import { execFile } from 'node:child_process'

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
