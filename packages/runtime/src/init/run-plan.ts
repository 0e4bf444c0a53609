import { spawn } from 'node:child_process'
import { encodePlan } from '../plan/encode.ts'
import type { Plan } from '../plan/operation.ts'
import type { SealedProgram } from './sealed-program.ts'

/** What berth-init says after it has performed a plan. `operation` is an index into it. */
export type PlanOutcome =
  | { readonly kind: 'started'; readonly pid: number }
  | {
      readonly kind: 'failed'
      readonly operation: number
      readonly errno: number
      readonly detail: number
    }
  | { readonly kind: 'died' }

/** Performs plans. One process per start for now; a resident, pre-forked starter would take the same shape. */
export type Starter = (job: 'start' | 'enter', label: string, plan: Plan) => Promise<PlanOutcome>

/**
 * Spawns a supervisor, which outlives this process: a session of its own, and nothing of ours but two pipes until it
 * has answered. `label` stands in its command line, and says whose it is.
 */
export function createStarter(program: SealedProgram): Starter {
  return (job, label, plan) =>
    new Promise((resolve, reject) => {
      const child = spawn(program.path, [job, label], {
        argv0: 'berth-init',
        detached: true,
        stdio: ['pipe', 'pipe', 'ignore'],
        env: {},
        cwd: '/',
      })
      let said = ''
      child.on('error', reject)
      child.stdin.on('error', () => resolve({ kind: 'died' })) // it ended before it had read all
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      child.stdout.on('close', () => resolve(parseOutcome(said)))
      child.stdin.end(encodePlan(plan))
      child.unref()
    })
}

function parseOutcome(line: string): PlanOutcome {
  const [word, ...numbers] = line.trim().split(' ')
  const [first = 0, errno = 0, detail = 0] = numbers.map(Number)
  if (word === 'started') return { kind: 'started', pid: first }
  if (word === 'failed') return { kind: 'failed', operation: first, errno, detail }
  return { kind: 'died' }
}
