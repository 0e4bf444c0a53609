import { UsageError } from '../arguments/usage-error.ts'
import { createProgress } from '../files/progress.ts'
import { writeArchive } from '../files/write-archive.ts'
import { runCopy } from '../live/copy.ts'
import { say } from '../output.ts'
import { openSession } from '../session/session.ts'
import type { CpOptions } from './cp.ts'

/** The root file system of an instance, without volumes, as a tar archive on standard output. */
export async function exportRoot(app: string, options: CpOptions): Promise<void> {
  if (process.stdout.isTTY) throw new UsageError(`the archive is no text: berth export ${app} > ${app}.tar`)
  const session = await openSession(options)
  const progress = createProgress()
  const request = {
    tenant: await session.tenant(),
    app,
    files: { kind: 'pack', path: '/', oneMount: true } as const,
    ...(options.instance !== undefined && { containerId: options.instance }),
  }
  process.exitCode = await runCopy(session, request, { output: writeArchive(progress), note: say })
  progress.end()
}
