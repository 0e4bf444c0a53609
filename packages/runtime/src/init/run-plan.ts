import { spawn } from 'node:child_process'
import { encodePlan } from '../plan/encode.ts'
import type { Plan } from '../plan/operation.ts'
import { type PlanOutcome, parseSaid } from './outcome.ts'
import type { SealedProgram } from './sealed-program.ts'

/** Performs plans: by a program of its own for each (here), or by the resident one (resident-starter.ts). */
export type Starter = (job: StartJob, label: string, plan: Plan) => Promise<PlanOutcome>
export type StartJob = 'start' | 'enter'

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
      child.stdout.on('close', () => resolve(outcomeOf(said)))
      child.stdin.end(encodePlan(plan))
      child.unref()
    })
}

function outcomeOf(line: string): PlanOutcome {
  const { word } = parseSaid(line)
  return typeof word === 'string' ? { kind: 'died' } : word
}
