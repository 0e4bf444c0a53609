import { type ChildProcess, spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError } from '@berth/core'
import { decodeFindings } from './findings-wire.ts'
import type { LayerFindings } from './layer-findings.ts'

/** Reads a layer. Errors: image.corrupt, image.unsafe, image.too_large. */
export type ReadLayer = (packed: Readable, signal: AbortSignal) => Promise<LayerFindings>

const TIME_MS = 120_000
const MEMORY_MIB = 256
const ANSWER_BYTES = 64 * 1024 * 1024
const LOW_PRIORITY = 10

/**
 * Reads in a process of its own, which has little memory, no environment, so much time and no right to write a
 * file, start a program or read outside `readable`, the folder of the code: whatever a layer does to its reader, it does
 * there. `program` is a file that calls `readFromStdin`.
 */
export function readApart({ program, readable }: { program: string; readable: string }): ReadLayer {
  return async (packed, signal) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_MS)])
    const args = [
      `--max-old-space-size=${MEMORY_MIB}`,
      '--permission',
      `--allow-fs-read=${readable}`,
      '--no-warnings',
      program,
    ]
    const child = spawn(process.execPath, args, {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      signal: limited,
      killSignal: 'SIGKILL',
    })
    try {
      stepBack(child)
      const [answer] = await Promise.all([answerOf(child), feed(packed, child)])
      return decodeFindings(answer)
    } catch (cause) {
      child.kill('SIGKILL')
      throw cause instanceof BerthError ? cause : unreadable(cause)
    } finally {
      packed.destroy()
    }
  }
}

/** Nobody but root may raise what has less already. */
function stepBack({ pid }: ChildProcess): void {
  if (pid !== undefined && getPriority() < LOW_PRIORITY) setPriority(pid, LOW_PRIORITY)
}

async function feed(packed: Readable, child: ChildProcess): Promise<void> {
  if (!child.stdin) return
  // a reader that refuses the layer ends early: its exit code says so
  await pipeline(packed, child.stdin).catch((error: unknown) => {
    if (!isBrokenPipe(error)) throw error
  })
}

async function answerOf(child: ChildProcess): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  child.stdout?.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes <= ANSWER_BYTES) pieces.push(piece)
    else child.kill('SIGKILL')
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw unreadable(new Error(`its reader ended with ${code ?? 'a signal'}`))
  return Buffer.concat(pieces).toString('utf8')
}

function unreadable(cause: unknown): BerthError {
  return new BerthError('image.corrupt', 'a layer could not be read for its packages', { cause })
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
