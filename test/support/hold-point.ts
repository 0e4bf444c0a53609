import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { eventually } from './eventually.ts'

/** A place where a program of a container stands until the test lets it go on. */
export type HoldPoint = {
  /** for a shell; what comes after it runs when it was let go on */
  readonly command: string
  /** who stands there now: pids as the host has them, lowest first */
  pids(): Promise<number[]>
  /** Waits until somebody stands there; who already stood there does not count. Returns the pid. */
  reached(options?: { readonly but?: readonly number[] }): Promise<number>
  /** lets all go on who stand there */
  release(): Promise<void>
}

/** By a `sleep` of a length that nobody else on the machine has, which the test ends. */
export function holdPoint(): HoldPoint {
  const command = `sleep ${randomInt(200_000_000, 900_000_000)}`
  const pids = () => pidsOf(command)
  return {
    command,
    pids,
    async reached({ but = [] } = {}) {
      let found: number | undefined
      const isThere = async () => (found = (await pids()).find((pid) => !but.includes(pid))) !== undefined
      await eventually(isThere, { what: `somebody at ${command}` })
      return found ?? 0
    },
    async release() {
      for (const pid of await pids()) endSleep(pid)
    },
  }
}

async function pidsOf(command: string): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found: number[] = []
  for (const pid of all) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') // it has just ended
    if (line.replaceAll('\0', ' ').trim() === command) found.push(Number(pid))
  }
  return found.toSorted((a, b) => a - b)
}

function endSleep(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // it has just ended with its container
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
