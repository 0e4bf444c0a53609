import { platformApi } from '../../support/platform-api.ts'
import { writePupils } from '../../support/lab-fixture.ts'
import { signInAll } from './sign-in.ts'
import { createStudent, type Student } from './student.ts'
import { until, type World } from './world.ts'

/** A course with the lab of the bench, and its students, who are signed in. */
export type Class = {
  readonly courseId: string
  readonly courseLabId: string
  readonly students: readonly Student[]
}

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
  const pupils = await writePupils(db, { tenantId, courseId, count })
  const cookies = await signInAll({ url: platform.url, db }, pupils)
  const students = cookies.map((cookie) => createStudent({ url: platform.url, cookie, courseLabId }))
  return { courseId, courseLabId, students }
}

/** So many spares that are ready, which are not made again. */
export async function warmUp({ db }: World, { courseLabId }: Class, count: number): Promise<void> {
  const warmFrom = new Date(Date.now() - 1_000)
  await db.courseLab.update({ where: { id: courseLabId }, data: { initial: count, warmFrom } })
  const ready = { courseLabId, userId: null, state: 'running' }
  await until('spares are ready', async () => (await db.sandbox.count({ where: ready })) >= count)
}

/** Everything of a class goes, and so does what it had on its node. */
export async function endClass({ platform, db }: World, { courseId, students }: Class): Promise<void> {
  for (const student of students) student.leave()
  await db.courseLab.updateMany({ where: { courseId }, data: { reserved: 0, initial: 0 } })
  const teacher = platformApi(platform, 'token')
  const rows = await db.sandbox.findMany({
    where: { courseId, userId: { not: null }, state: { not: 'ended' } },
  })
  for (const { id } of rows) await teacher.call('sandboxes.end', { sandbox: id })
  const left = { sandbox: { courseId } }
  await until(
    'the containers of a class have gone',
    async () => (await db.container.count({ where: left })) === 0,
  )
}
