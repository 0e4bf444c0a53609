import { encodePlan } from '../plan/encode.ts'
import type { Plan } from '../plan/operation.ts'
import type { StartJob } from './run-plan.ts'

/** To native/resident.c: u32 length of the rest, u32 number, text job, text label, and the plan with its length. */
export function startMessage(number: number, job: StartJob, label: string, plan: Plan): Buffer {
  const head = Buffer.concat([u32(number), text(job), text(label)])
  const body = encodePlan(plan)
  return Buffer.concat([u32(head.length + body.length), head, body])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  return Buffer.concat([u32(bytes.length - 1), bytes])
}
