import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { boundedText } from './bounded-text.ts'

const TIME_MS = 300_000

/** Starts a program without arguments or environment, which reads the document and writes its answer. */
export async function runProgram(program: string, document: string, signal: AbortSignal): Promise<string> {
  const child = spawn(program, [], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'ignore'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_MS)]),
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`it ended with ${code ?? 'a signal'}`)),
    )
  })
  try {
    const [answer] = await Promise.all([
      boundedText(child.stdout),
      pipeline(Readable.from([document]), child.stdin),
      ended,
    ])
    return answer
  } finally {
    child.kill('SIGKILL')
  }
}
