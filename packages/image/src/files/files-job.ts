import { spawn } from 'node:child_process'
import { constants, open } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { BerthError } from '@berth/core'
import { filesFailure } from './files-failure.ts'
import { encodeOperations, type Operation } from './operation.ts'
import { createPathTrail, type PathTrail } from './path-trail.ts'

/** A running `berth-init files`: operations below one directory, performed in order. */
export type FilesJob = {
  /** Resolves when the job can take more, not when it is done; rejects with what went wrong, maybe of an earlier call. */
  perform(operations: readonly Operation[]): Promise<void>
  /** Resolves when everything was performed. */
  end(): Promise<void>
  /** Stops the job wherever it is; nothing when it has ended. */
  kill(): void
}

/** `source`: the folder that `copy` reads; without one there is nothing to copy. */
export async function startFilesJob(options: {
  init: string
  directory: string
  source?: string | undefined
}): Promise<FilesJob> {
  const directory = await openFolder(options.directory)
  try {
    const source = options.source === undefined ? undefined : await openFolder(options.source)
    try {
      return driveJob(spawnJob(options.init, directory.fd, source?.fd))
    } finally {
      await source?.close()
    }
  } finally {
    await directory.close()
  }
}

function openFolder(path: string) {
  return open(path, constants.O_RDONLY | constants.O_DIRECTORY)
}

function spawnJob(init: string, directoryFd: number, sourceFd: number | undefined) {
  const child = spawn(init, ['files'], {
    stdio: ['pipe', 'pipe', 'ignore', directoryFd, sourceFd ?? 'ignore'],
    env: {},
  })
  const [stdin, stdout]: [Writable | null, Readable | null] = [child.stdin, child.stdout]
  if (!stdin || !stdout) throw new BerthError('internal.unexpected', `${init} could not be given its pipes`)
  return { child, stdin, stdout }
}

type Job = ReturnType<typeof spawnJob>

function driveJob(job: Job): FilesJob {
  const { child, stdin } = job
  const trail = createPathTrail()
  const outcome = awaitOutcome(job, trail)
  // it is awaited by whoever sends next; until then a failure must not count as unhandled
  outcome.catch(() => undefined)

  return {
    async perform(operations) {
      if (stdin.destroyed || child.exitCode !== null) return outcome
      stdin.cork()
      for (const operation of operations) trail.add('path' in operation ? operation.path : undefined)
      for (const bytes of encodeOperations(operations)) stdin.write(bytes)
      stdin.uncork()
      if (stdin.writableNeedDrain) await Promise.race([drained(stdin), outcome])
    },
    async end() {
      stdin.end()
      await outcome
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve))
}

/** Resolves when the job performed everything until its input ended. */
async function awaitOutcome({ child, stdin, stdout }: Job, trail: PathTrail): Promise<void> {
  const chunks: Buffer[] = []
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  // the job died and says why in its report, or by its exit code
  stdin.on('error', () => stdin.destroy())
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new BerthError('internal.unexpected', 'berth-init did not start', { cause })),
    )
    child.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]))
  })
  const report = Buffer.concat(chunks)
  if (report.length !== 8) {
    throw new BerthError('internal.unexpected', `berth-init files ended early (${signal ?? `code ${code}`})`)
  }
  const errno = report.readUInt32LE(4)
  if (errno !== 0) throw filesFailure(errno, trail.at(report.readUInt32LE(0)))
}
