import { createByteWriter } from '../plan/byte-writer.ts'
import { writePlan } from '../plan/encode.ts'
import type { Plan } from '../plan/operation.ts'
import type { StartJob } from './run-plan.ts'

/** To native/resident.c: u32 length of the rest, u32 number, text job, text label, and the plan with its length. */
export function startMessage(number: number, job: StartJob, label: string, plan: Plan): Buffer {
  const writer = createByteWriter()
  writer.sized(() => {
    writer.u32(number)
    writer.text(job)
    writer.text(label)
    writePlan(writer, plan)
  })
  return writer.taken()
}
