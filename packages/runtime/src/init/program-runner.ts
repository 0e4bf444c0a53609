import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createAnswerReader, type ProgramResult, programMessage } from './program-message.ts'

/** Runs programs of the host without forking this process, which is large and stands still meanwhile. */
export type ProgramRunner = {
  /** Found in the usual folders. A code of 127: not found; 128 and more: a signal, also after 30 seconds. */
  readonly run: (argv: readonly string[], input?: string) => Promise<ProgramResult>
  close(): void
}

type Child = {
  run(argv: readonly string[], input: string): Promise<ProgramResult>
  alive(): boolean
  close(): void
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** `init`: path of berth-init. It is started with the first program, and again when it was killed. */
export function createProgramRunner({ init }: { readonly init: string }): ProgramRunner {
  let child: Child | undefined

  return {
    run(argv, input = '') {
      if (!child?.alive()) child = openChild(init)
      return child.run(argv, input)
    },
    close: () => child?.close(),
  }
}

/** native/programs.c */
function openChild(init: string): Child {
  const waiting = new Map<number, { resolve(result: ProgramResult): void; reject(error: Error): void }>()
  let last = 0
  let alive = true
  const child = spawn(init, ['programs'], {
    argv0: 'berth-init',
    detached: true, // a signal to our process group is none of its business
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { PATH },
    cwd: '/',
  })
  const stream = child.stdio[3]
  if (!(stream instanceof Socket)) throw new TypeError('the channel of berth-init is no socket')
  const channel = stream
  const read = createAnswerReader(({ number, result }) => {
    waiting.get(number)?.resolve(result)
    forget(number)
  })
  child.on('error', lost)
  channel.on('data', read)
  channel.on('error', lost)
  channel.on('close', () => lost(new Error('the process that runs programs has ended')))
  child.unref()
  channel.unref()

  return {
    alive: () => alive,
    run(argv, input) {
      const number = ++last
      channel.ref()
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject })
        channel.write(programMessage(number, argv, input))
      })
    },
    close() {
      alive = false
      channel.end()
    },
  }

  function lost(error: Error): void {
    alive = false
    channel.destroy()
    for (const [number, asked] of waiting) {
      asked.reject(error)
      forget(number)
    }
  }

  function forget(number: number): void {
    waiting.delete(number)
    if (waiting.size === 0) channel.unref()
  }
}
