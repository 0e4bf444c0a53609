import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { createTarReader } from '@berth/image/tar'
import { UsageError } from '../arguments/usage-error.ts'
import { localArchive } from '../files/local-archive.ts'
import { createLocalWriter } from '../files/local-writer.ts'
import { lastName, type Place, parsePlace } from '../files/place.ts'
import { createProgress, type Progress } from '../files/progress.ts'
import { writeArchive } from '../files/write-archive.ts'
import { type CopyHandlers, type FileJob, runCopy } from '../live/copy.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type CpOptions = SessionOptions & { readonly instance?: string }

type Inside = Extract<Place, { kind: 'app' }>
type Outside = Exclude<Place, Inside>
type Copy = (inside: Inside, outside: Outside, options: CpOptions, progress: Progress) => Promise<number>

/** Exits with 1 when something of what was asked for could not be copied. */
export async function cp(from: string, to: string, options: CpOptions): Promise<void> {
  const [source, target] = [parsePlace(from), parsePlace(to)]
  const progress = createProgress()
  if (source.kind === 'app' && target.kind !== 'app') {
    process.exitCode = await copyOut(source, target, options, progress)
  } else if (target.kind === 'app' && source.kind !== 'app') {
    process.exitCode = await copyIn(target, source, options, progress)
  } else {
    throw new UsageError('one side is an app, as in berth cp shop:/etc/hosts . or berth cp site shop:/srv')
  }
  progress.end()
  if (options.json) printJson({ bytes: progress.bytes })
  else if (process.exitCode === 0) say(`${progress.total} copied`)
}

const copyIn: Copy = (inside, outside, options, progress) => {
  const name = outside.kind === 'local' ? lastName(outside.path) : undefined
  const archive = outside.kind === 'local' ? localArchive(outside.path, name) : process.stdin
  const files = { kind: 'unpack', path: inside.path, ...(name !== undefined && { name }) } as const
  return run(inside, files, options, { input: progress.through(archive) })
}

const copyOut: Copy = async (inside, outside, options, progress) => {
  const files = { kind: 'pack', path: inside.path, oneMount: false } as const
  if (outside.kind === 'stream') return run(inside, files, options, { output: writeArchive(progress) })
  const { base, top } = await localTarget(outside.path, lastName(inside.path))
  const writer = createLocalWriter(base, top, say)
  const reader = createTarReader(writer)
  const interrupted = () => {
    writer.abort()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  try {
    const output = (bytes: Uint8Array) => {
      progress.count(bytes.length)
      reader.push(Buffer.from(bytes))
    }
    const code = await run(inside, files, options, { output })
    reader.finish()
    writer.finish()
    return code
  } finally {
    writer.abort()
    process.off('SIGINT', interrupted)
  }
}

async function run(
  { app }: Inside,
  files: FileJob,
  options: CpOptions,
  handlers: Omit<CopyHandlers, 'note'>,
): Promise<number> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const instance = options.instance === undefined ? {} : { containerId: options.instance }
  return runCopy(session, { tenant, app, files, ...instance }, { ...handlers, note: say })
}

/** Into a folder that is here, else as that path. */
async function localTarget(path: string, name: string | undefined): Promise<{ base: string; top?: string }> {
  const target = resolve(path)
  const found = await stat(target).catch(() => undefined) // what cannot be looked at cannot be written either
  if (found?.isDirectory()) return { base: target }
  if (name !== undefined) {
    await stat(dirname(target)) // it says which folder is missing
    return { base: dirname(target), top: basename(target) }
  }
  await mkdir(target)
  return { base: target }
}
