import { parseAssignments } from '../arguments/assignments.ts'
import { runCopy } from '../live/copy.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession } from '../session/session.ts'
import type { CpOptions } from './cp.ts'

export type CommitOptions = CpOptions & {
  readonly message?: string
  readonly env?: readonly string[]
  readonly port?: number
  /** false with --no-pause */
  readonly pause: boolean
}

/** Prints the digest of the new image. `command` takes the place of the image's own, when there is one. */
export async function commit(
  app: string,
  reference: string,
  command: readonly string[],
  options: CommitOptions,
): Promise<void> {
  const env = parseAssignments(options.env ?? [], '--env')
  const session = await openSession(options)
  const change = {
    ...(options.message !== undefined && { message: options.message }),
    ...(options.env && { env }),
    ...(command.length > 0 && { command: [...command] }),
    ...(options.port !== undefined && { port: options.port }),
  }
  const request = {
    tenant: await session.tenant(),
    app,
    commit: { reference, pause: options.pause, change },
    ...(options.instance !== undefined && { containerId: options.instance }),
  }
  let text = ''
  const output = (bytes: Uint8Array) => void (text += Buffer.from(bytes).toString())
  process.exitCode = await runCopy(session, request, { output, note: say })
  const digest = text.trim()
  if (options.json) printJson({ reference, digest })
  else printResult(digest)
}
