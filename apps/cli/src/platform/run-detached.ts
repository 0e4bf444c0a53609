import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { LEAN } from './lean.ts'
import type { Report, UpReport } from './report.ts'

/** Starts this same command in the background and passes its reports on, until it is ready or has failed. */
export async function runDetached(deps: { readonly dir: string; readonly report: Report }): Promise<void> {
  const logs = path.join(deps.dir, 'logs')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  const log = openSync(path.join(logs, 'up.log'), 'a', 0o600)
  const [script = '', ...args] = process.argv.slice(1)
  const child = spawn(
    process.execPath,
    [...LEAN, '--max-old-space-size=64', script, ...args.filter((arg) => arg !== '--detach' && arg !== '-d')],
    { stdio: ['ignore', log, log, 'ipc'], detached: true },
  )
  closeSync(log)
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      const report = message as UpReport
      if (report.kind === 'failed') return reject(new BerthError('internal.unexpected', report.message))
      deps.report(report)
      if (report.kind !== 'progress') resolve()
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(
        new BerthError('internal.unexpected', `up ended (${signal ?? `code ${code}`}): see ${logs}/up.log`),
      ),
    )
  })
  child.removeAllListeners('exit')
  child.unref()
}
