import { execFile } from 'node:child_process'
import type { Tally } from './tally.ts'

/** One of package.json's checks, quiet unless it fails. */
export function runCheck(script: string): Promise<Tally> {
  const started = Date.now()
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', script], { maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      process.stdout.write(`${error ? 'FAIL' : 'ok'}  ${script} (${seconds} s)\n`)
      if (error) process.stdout.write(`${stdout}${stderr}\n`)
      resolve(error ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 })
    })
  })
}
