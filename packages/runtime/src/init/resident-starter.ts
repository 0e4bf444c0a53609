import type { Plan } from '../plan/operation.ts'
import { openResident, type Resident } from './resident.ts'
import type { StartJob, Starter } from './run-plan.ts'
import type { SealedProgram } from './sealed-program.ts'

/**
 * Starts without starting a program: a resident berth-init forks the supervisors. When it has died, the next start
 * brings up another one, and what it had not taken is spawned.
 */
export type ResidentStarter = { readonly start: Starter; close(): void }

export function createResidentStarter(options: {
  readonly program: SealedProgram
  readonly instance: string
  readonly spawnOne: Starter
}): ResidentStarter {
  const { program, instance, spawnOne } = options
  let resident: Resident = openResident(program, instance)

  return {
    async start(job: StartJob, label: string, plan: Plan) {
      if (!resident.alive()) resident = openResident(program, instance)
      const outcome = await resident.run(job, label, plan)
      return outcome === 'not-taken' ? spawnOne(job, label, plan) : outcome
    },
    close: () => resident.close(),
  }
}
