/** The records that a supervisor leaves in its session's folder; native/start.c and native/supervise.c write them. */

export type Started = { readonly pid: number; readonly startTime: bigint }

export type Ended =
  | {
      readonly kind: 'exited'
      readonly code: number
      /** 0: none */
      readonly signal: number
      readonly at: Date
    }
  | { readonly kind: 'failed' }

/** `<pid> <start time in ticks>` */
export function parseStarted(text: string): Started | undefined {
  const match = /^(\d+) (\d+)\n$/.exec(text)
  return match ? { pid: Number(match[1]), startTime: BigInt(match[2] ?? 0) } : undefined
}

/** `exited <code> <signal> <nanoseconds>`, or `failed …` when the program was never executed. */
export function parseEnded(text: string): Ended | undefined {
  if (text.startsWith('failed ')) return { kind: 'failed' }
  const match = /^exited (-?\d+) (\d+) (\d+)\n$/.exec(text)
  if (!match) return undefined
  return {
    kind: 'exited',
    code: Number(match[1]),
    signal: Number(match[2]),
    at: new Date(Number(BigInt(match[3] ?? 0) / 1_000_000n)),
  }
}
