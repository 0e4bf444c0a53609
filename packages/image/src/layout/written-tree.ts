import { spawn } from 'node:child_process'
import { access, constants, open } from 'node:fs/promises'
import { once } from 'node:events'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { BerthError } from '@berth/core'

/** The archive of what a container wrote, while berth-init writes it. */
export type WrittenTree = {
  readonly archive: Readable
  /** Resolves when all of it came, with what was left out. Error: container.unreadable, when something is missing. */
  readonly done: Promise<readonly string[]>
}

/** `layer` brings the content too, in a fixed order; `tree` is what lies in the folder, as it is. Aborting `signal` ends it; it is below this process. */
export async function readWrittenTree(options: {
  init: string
  job: 'layer' | 'changes' | 'tree'
  upper: string
  /** later times become this one, in seconds since 1970 */
  newest?: number | undefined
  signal: AbortSignal
}): Promise<WrittenTree> {
  const { init, job, upper, newest, signal } = options
  const folder = await open(upper, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    const child = spawn(init, newest === undefined ? [job] : [job, String(newest)], {
      stdio: ['ignore', 'pipe', 'pipe', folder.fd],
      env: {},
      signal,
      killSignal: 'SIGKILL',
    })
    const [stdout, errors]: [Readable | null, Readable | null] = [child.stdout, child.stderr]
    if (!stdout || !errors)
      throw new BerthError('internal.unexpected', `${init} could not be given its pipes`)
    // at once: Node throws away what nobody reads of a process that has ended
    const archive = new PassThrough()
    pipeline(stdout, archive, (error) => void (error && archive.destroy(error)))
    const done = outcome(once(child, 'close'), errors).then(async (notes) => {
      await refuseGone(upper)
      return notes
    })
    done.catch(() => undefined) // it is awaited when the archive was read: until then it must not count as unhandled
    return { archive, done }
  } finally {
    await folder.close()
  }
}

/** What was destroyed meanwhile reads like files that its container removed, one by one. */
async function refuseGone(upper: string): Promise<void> {
  try {
    await access(upper)
  } catch (cause) {
    throw new BerthError('container.unreadable', 'the container was removed while it was read', { cause })
  }
}

async function outcome(closed: Promise<unknown[]>, errors: Readable): Promise<readonly string[]> {
  let text = ''
  errors.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const [code] = await closed
  const notes = text.split('\n').filter(Boolean)
  if (code === 0) return notes
  throw new BerthError(
    'container.unreadable',
    `not all that the container wrote could be read: ${notes.at(-1) ?? 'its reader died'}`,
  )
}
