import { type Figure, timed } from '../figure.ts'
import { createClass, endClass, warmUp } from './class.ts'
import { percentiles } from './percentiles.ts'
import type { Student } from './student.ts'
import { until, type World } from './world.ts'

/** Of pauses and stops each: forty of them, and of what ends them, are refused within ten minutes. */
const ROUNDS = 8
/** A person may reset so often within ten minutes. */
const RESETS = 5

/** Held in memory, stopped with its files, and begun anew: each until its shell echoes, or shows its prompt. */
export async function benchRests(world: World): Promise<Figure[]> {
  const room = await createClass(world, 1)
  try {
    const [student] = room.students
    if (!student) throw new Error('there is no student')
    await warmUp(world, room, 1)
    const { id } = await student.start()
    const came = (observed: string) =>
      until(
        `it is ${observed}`,
        async () => (await world.db.container.count({ where: { sandboxId: id, observed } })) > 0,
      )
    const thaws = await repeat(ROUNDS, () => thaw(student, () => came('paused')))
    await student.shell().type('echo kept > ~/file\n', /[#$] /)
    const resumes = await repeat(ROUNDS, () => resume(student, () => came('stopped')))
    await student.shell().type('cat ~/file\n', /kept\r/)
    const resets = await repeat(RESETS, () => reset(student))
    return [
      ...percentiles('thaw until an echo', thaws, { 95: 100 }),
      ...percentiles('resume with its files until a prompt', resumes, { 95: 1_000 }),
      ...percentiles('reset until a prompt', resets),
    ]
  } finally {
    await endClass(world, room)
  }
}

async function repeat(rounds: number, once: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await once())
  return times
}

/** What is typed waits in the terminal until it is held no more. */
async function thaw(student: Student, held: () => Promise<void>): Promise<number> {
  await student.act('pause')
  await held()
  const shell = student.shell()
  const took = await timed(async () => {
    await student.act('resume')
    await shell.echo()
  })
  await student.runs() // the shell may echo before control has heard of it
  return took
}

async function resume(student: Student, held: () => Promise<void>): Promise<number> {
  await student.act('stop')
  await held()
  return timed(async () => {
    await student.act('resume')
    await student.runs()
    await student.open()
  })
}

function reset(student: Student): Promise<number> {
  return timed(async () => {
    await student.act('reset')
    await student.runs()
    await student.open()
  })
}
