import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../../packages/core/src/index.ts'
import { platformApi } from '../../support/platform-api.ts'
import { inTurns } from './in-turns.ts'
import { gatherPeople } from './people.ts'
import { createStudent, type Student } from './student.ts'
import { until, type World } from './world.ts'

/** A course with the lab of the bench, and its students, who are signed in. */
export type Class = {
  readonly courseId: string
  readonly courseLabId: string
  readonly students: readonly Student[]
}

/** What a class leaves behind is gone after so long, or disturbs what comes next. */
const GONE_MS = 120_000

let made = 0

export async function createClass(world: World, count: number): Promise<Class> {
  const { platform, db, tenantId, labId } = world
  const { tenant } = platform.admin
  const api = platformApi(platform, 'token')
  const name = `class-${process.pid}-${++made}`
  const { id: courseId } = await api.call<{ id: string }>('courses.create', { tenant, name, title: name })
  const { id: courseLabId } = await api.call<{ id: string }>('courses.labs.add', {
    course: courseId,
    lab: labId,
  })
  await db.course.update({ where: { id: courseId }, data: { maximum: 500 } })
  const people = await gatherPeople(world, count)
  if (people.length < count) process.stderr.write(`${people.length} of ${count} signed in in time\n`)
  await db.courseMember.createMany({
    data: people.map(({ userId, email }) => ({
      ...{
        id: newId('member'),
        tenantId,
        courseId,
        userId,
        email,
        name: email,
        role: 'student',
        joinedAt: new Date(),
      },
    })),
  })
  const students = people.map(({ cookie }) => createStudent({ url: platform.url, cookie, courseLabId }))
  return { courseId, courseLabId, students }
}

/** So many spares that are ready, which are not made again; answers with how many there were in time. */
export async function warmUp(
  { db }: World,
  { courseLabId }: Class,
  count: number,
  withinMs = Infinity,
): Promise<number> {
  const warmFrom = new Date(Date.now() - 1_000)
  await db.courseLab.update({ where: { id: courseLabId }, data: { initial: count, warmFrom } })
  const ready = () => db.sandbox.count({ where: { courseLabId, userId: null, state: 'running' } })
  const since = performance.now()
  await until('spares are ready', async () => {
    return performance.now() - since > withinMs || (await ready()) >= count
  })
  const there = await ready()
  await db.courseLab.update({ where: { id: courseLabId }, data: { initial: Math.min(count, there) } })
  return there
}

/** As many shells as come within the time, each with its prompt: on a busy machine fewer than there are students. */
export async function openShells(
  students: readonly Student[],
  withinMs: number,
): Promise<readonly Student[]> {
  const open: Student[] = []
  const start = async (student: Student) => {
    await student.start()
    open.push(student)
  }
  await inTurns(students, start, withinMs)
  if (open.length < students.length) {
    process.stderr.write(`${open.length} of ${students.length} shells were open in time\n`)
  }
  return open
}

/** Everything of a class goes, and so does what it had on its node. */
export async function endClass({ platform, db }: World, { courseId, students }: Class): Promise<void> {
  for (const student of students) student.leave()
  await db.courseLab.updateMany({ where: { courseId }, data: { reserved: 0, initial: 0 } })
  const teacher = platformApi(platform, 'token')
  const rows = await db.sandbox.findMany({
    where: { courseId, userId: { not: null }, state: { not: 'ended' } },
  })
  await inTurns(rows, ({ id }) => teacher.call('sandboxes.end', { sandbox: id }))
  const left = () => db.container.count({ where: { sandbox: { courseId } } })
  const deadline = performance.now() + GONE_MS
  while ((await left()) > 0) {
    if (performance.now() > deadline) {
      process.stderr.write(`${await left()} containers of a class are still there\n`)
      return
    }
    await sleep(200)
  }
}
