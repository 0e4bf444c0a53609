import path from 'node:path'
import { printJson, printResult, say } from '../output.ts'
import { certificateFinding } from '../platform/certificate-finding.ts'
import { findPlatform } from '../platform/running.ts'
import { platformStatus } from '../platform/status.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** The processes; to root, who may ask the platform, also how the certificate of its address stands. */
export async function status(options: { readonly data: string; readonly json?: boolean }): Promise<void> {
  const { paths, state, upIsAlive } = await findPlatform(path.resolve(options.data))
  const processes = await platformStatus(state)
  const isRunning = processes.some((process) => process.state === 'running')
  if (isRunning && !upIsAlive)
    say('up itself was killed: what ends now stays down until ./berth up runs again')
  if (options.json) return printJson(processes)
  printResult(
    formatTable([
      ['NAME', 'PID', 'STATE', 'SINCE'],
      ...processes.map(({ name, pid, state, since }) => [
        name,
        String(pid ?? '-'),
        state,
        sayWhen(since ? new Date(since) : null),
      ]),
    ]),
  )
  if (!isRunning || process.getuid?.() !== 0) return
  for (const { message } of await certificateFinding(paths)) say(`certificate: ${message}`)
}
