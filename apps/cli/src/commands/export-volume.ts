import { open, rename, rm } from 'node:fs/promises'
import { formatBytes } from '@berth/core'
import { UsageError } from '../arguments/usage-error.ts'
import { createProgress } from '../files/progress.ts'
import { writeArchive } from '../files/write-archive.ts'
import { runVolumeExport } from '../live/copy.ts'
import { say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

/** absent or `-`: standard output */
type Options = SessionOptions & { readonly output?: string }

/** What a volume holds at this moment, as a tar archive. */
export async function exportVolume(volume: string, options: Options): Promise<void> {
  const { output = '-' } = options
  if (output === '-' && process.stdout.isTTY)
    throw new UsageError(`the archive is no text: berth volumes export ${volume} --output ${volume}.tar`)
  const session = await openSession(options)
  const request = { tenant: await session.tenant(), volume }
  if (output !== '-') return exportInto(output, session, request)
  const progress = createProgress()
  process.exitCode = await runVolumeExport(session, request, { output: writeArchive(progress), note: say })
  progress.end()
}

/** The file appears when it is whole, and only its owner may read it. */
async function exportInto(
  file: string,
  session: Session,
  request: { readonly tenant: string; readonly volume: string },
): Promise<void> {
  const aside = `${file}.part`
  let written = 0
  try {
    const target = await open(aside, 'w', 0o600)
    try {
      const output = async (bytes: Uint8Array) => {
        await target.writeFile(bytes)
        written += bytes.length
      }
      process.exitCode = await runVolumeExport(session, request, { output, note: say })
      await target.sync()
    } finally {
      await target.close()
    }
    if (process.exitCode !== 0) return
    await rename(aside, file)
    say(`volume ${request.volume}: ${formatBytes(written)} in ${file}`)
  } finally {
    await rm(aside, { force: true })
  }
}
