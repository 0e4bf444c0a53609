import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import type { Plan } from '../plan/operation.ts'
import { type PlanOutcome, parseSaid, type Said } from './outcome.ts'
import type { StartJob } from './run-plan.ts'
import type { SealedProgram } from './sealed-program.ts'
import { startMessage } from './start-message.ts'

/** A berth-init that forks a supervisor for each plan; native/resident.c. It ends when this process does. */
export type Resident = {
  alive(): boolean
  /** Many may be under way. `not-taken`: it died before it had forked for this one, so nothing was done. */
  run(job: StartJob, label: string, plan: Plan): Promise<PlanOutcome | 'not-taken'>
  close(): void
}

type Waiting = { pid: number | undefined; readonly settle: (outcome: PlanOutcome | 'not-taken') => void }

/** room for the command lines of supervisors: instance, container and session */
const LABEL_ROOM = 256

export function openResident(program: SealedProgram, instance: string): Resident {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let alive = true
  let unread = ''
  const child = spawn(program.path, ['resident', instance.padEnd(LABEL_ROOM)], {
    argv0: 'berth-init',
    detached: true, // a signal to our process group is none of its business
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: {},
    cwd: '/',
  })
  const stream = child.stdio[3]
  if (!(stream instanceof Socket)) throw new TypeError('the channel of berth-init is no socket')
  const channel = stream
  child.on('error', lost)
  child.on('exit', () => {
    alive = false // supervisors that it forked may still answer, and hold the channel open until they have
  })
  channel.on('data', hear)
  channel.on('error', () => channel.destroy()) // `close` follows
  channel.on('close', lost)
  child.unref()
  channel.unref()

  return {
    alive: () => alive,
    run(job, label, plan) {
      const number = ++last
      channel.ref()
      return new Promise((settle) => {
        waiting.set(number, { pid: undefined, settle })
        if (alive) channel.write(startMessage(number, job, label, plan))
        else finish(number, 'not-taken')
      })
    },
    close() {
      alive = false
      channel.end()
    },
  }

  function hear(chunk: Buffer): void {
    const lines = (unread + chunk.toString('latin1')).split('\n')
    unread = lines.pop() ?? ''
    for (const line of lines) take(parseSaid(line))
  }

  function take({ number, word, pid }: Said): void {
    if (word === 'gone') return buried(pid)
    if (word === 'refused') return finish(number, 'not-taken')
    if (word !== 'forked') return finish(number, word)
    const entry = waiting.get(number)
    if (entry) entry.pid = pid
  }

  /** A supervisor that ended: those that had answered are waited for no more. */
  function buried(pid: number): void {
    for (const [number, entry] of waiting) if (entry.pid === pid) finish(number, { kind: 'died' })
  }

  function lost(): void {
    alive = false
    for (const [number, { pid }] of waiting)
      finish(number, pid === undefined ? 'not-taken' : { kind: 'died' })
  }

  function finish(number: number, outcome: PlanOutcome | 'not-taken'): void {
    waiting.get(number)?.settle(outcome)
    waiting.delete(number)
    if (waiting.size === 0) channel.unref()
  }
}
