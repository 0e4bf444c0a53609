import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { BerthError } from '@berth/core'
import { gitEnvironment } from './git-environment.ts'

/** Objects that a stranger made can be of any size: no program of git may take the machine's memory or time. */
const LIMITS = ['--as=2147483648', '--cpu=900', '--core=0']

/** Streamed instead of read into memory above this; and one thread, a pack window that fits below the limit. */
const SETTINGS = [
  'core.bigFileThreshold=32m',
  'core.packedGitLimit=512m',
  'core.packedGitWindowSize=64m',
  'pack.threads=1',
  'pack.windowMemory=128m',
  'pack.deltaCacheSize=64m',
  'gc.auto=0',
]

export type GitOptions = {
  /** absolute path of the bare repository; absent for what needs none */
  readonly repository?: string | undefined
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  /** of each file that it writes */
  readonly fileBytes?: number
  /** the signal ends what it started too */
  readonly ownGroup?: boolean
  /** whom it runs as, where that is not who starts it: user and group of this id */
  readonly user?: number | undefined
}

/** A running git. `ended` never rejects: it tells the code (or signal) and the last of what was said on stderr. */
export type GitProcess = {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<GitEnd>
}

export type GitEnd = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

const STDERR_KEPT = 16_384

/** Starts git with an argument list, a clean environment and limits. */
export function startGit(args: readonly string[], options: GitOptions = {}): GitProcess {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting])
  const { fileBytes, ownGroup = false, signal, user } = options
  const limits = fileBytes === undefined ? LIMITS : [...LIMITS, `--fsize=${fileBytes}`]
  const child = spawn('prlimit', [...limits, 'git', ...settings, ...args], {
    cwd: '/',
    env: { ...gitEnvironment(options.repository), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: ownGroup,
    signal: ownGroup ? undefined : signal,
    killSignal: 'SIGKILL',
    ...(user !== undefined && { uid: user, gid: user }),
  })
  if (ownGroup && signal) endGroup(child, signal)
  child.stdin.on('error', () => undefined) // it ended before it had read all: its code says why
  return { child, ended: watch(child) }
}

function endGroup(child: ChildProcessWithoutNullStreams, signal: AbortSignal): void {
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // all of them had just ended
    }
  }
  if (signal.aborted) return end()
  signal.addEventListener('abort', end)
  child.once('exit', () => signal.removeEventListener('abort', end))
}

async function watch(child: ChildProcessWithoutNullStreams): Promise<GitEnd> {
  let stderr = ''
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, stderr: error.message })
    })
    child.once('close', (code, signal) => resolve({ code, signal, stderr }))
  })
}

/** Runs git to its end and returns its output, as far as 16 MiB. Error: internal.unexpected with its stderr as the cause. */
export async function runGit(
  args: readonly string[],
  options: GitOptions & { readonly input?: string } = {},
): Promise<string> {
  const { child, ended } = startGit(args, options)
  child.stdin.end(options.input ?? '')
  const chunks: Buffer[] = []
  let size = 0
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > OUTPUT_MAX) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  const end = await ended
  if (end.code === 0) return Buffer.concat(chunks).toString('utf8')
  throw gitFailed(args[0] ?? '', end)
}

const OUTPUT_MAX = 16 * 1024 * 1024

/** Error: what a program of git said when it failed on our side. */
export function gitFailed(command: string, end: GitEnd): BerthError {
  return new BerthError('internal.unexpected', `git ${command} failed: see the server log`, {
    cause: new Error(`git ${command}: ${end.signal ?? `code ${end.code}`}: ${end.stderr.trim()}`),
  })
}

/** Resolves when its input took what was written, or when the program is gone. */
export async function feed(process: GitProcess, chunk: Uint8Array): Promise<boolean> {
  const { stdin } = process.child
  if (stdin.destroyed || stdin.writableEnded) return false
  if (stdin.write(chunk)) return !stdin.destroyed
  const drained = once(stdin, 'drain').catch(() => undefined) // it ended before it had read all: its code says why
  await Promise.race([drained, process.ended])
  return !stdin.destroyed
}
