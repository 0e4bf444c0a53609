import type { Socket } from 'socket.io-client'

const LATE_MS = 120_000
const SIZE = { cols: 80, rows: 24 }
/** busybox' prompt, and what it asks the terminal behind it */
const PROMPT = /[#$] /

/** A shell on the real socket. */
export type Shell = {
  /** Types, and waits until what comes next matches. */
  type(keys: string, seen: RegExp): Promise<void>
  /** One key that the shell echoes, in milliseconds; it is taken back. */
  echo(): Promise<number>
}

type Answer = { readonly ok: boolean; readonly error?: { readonly message: string } }

/** Opens the first shell of a sandbox on a connected socket, and waits for its prompt. */
export async function openShell(socket: Socket, sandbox: string): Promise<Shell> {
  let fresh = ''
  let check: (() => void) | undefined
  socket.off('data').on('data', (bytes: Uint8Array) => {
    fresh += Buffer.from(bytes).toString()
    socket.emit('ack', bytes.length, () => undefined)
    check?.()
  })
  const seen = (pattern: RegExp, what: string) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${what} was not seen, but ${JSON.stringify(fresh)}`)),
        LATE_MS,
      )
      check = () => {
        if (!pattern.test(fresh)) return
        clearTimeout(timer)
        check = undefined
        resolve()
      }
      check()
    })
  const type = async (keys: string, pattern: RegExp) => {
    fresh = ''
    socket.emit('input', Buffer.from(keys), () => undefined)
    await seen(pattern, 'what was typed')
  }

  const answer: Answer = await socket.timeout(LATE_MS).emitWithAck('open', { sandbox, number: 1, ...SIZE })
  if (!answer.ok) throw new Error(`no shell was opened: ${answer.error?.message}`)
  await seen(PROMPT, 'a prompt')
  return {
    type,
    async echo() {
      const start = performance.now()
      await type('x', /x/)
      const took = performance.now() - start
      await type('\x7f', /./s)
      return took
    },
  }
}
