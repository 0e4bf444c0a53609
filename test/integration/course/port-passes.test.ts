import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newId } from '../../../packages/core/src/index.ts'
import { createDb, type Db } from '../../../packages/db/src/index.ts'
import { readPortLock } from '../../../packages/sandbox/src/door/index.ts'
import { type Pupil, writeCourse, writeLab, writePupils } from '../../support/lab-fixture.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const image = { repository: 'acme/shell', digest: `sha256:${'a'.repeat(64)}` }
let postgres: TestPostgres
let db: Db
let tenantId: string
/** of one course: two students' own, and one that has ended; and of another course of the tenant */
let sandboxes: { own: string; other: string; over: string; elsewhere: string }
let student: Pupil
let assistant: Pupil

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb({ url: await postgres.createDatabase() })
  tenantId = newId('tenant')
  await db.tenant.create({ data: { id: tenantId, name: 'school' } })
  const { labId, versionId } = await writeLab(db, { tenantId, image })
  const { courseId } = await writeCourse(db, { tenantId, labId, name: 'one' })
  const { courseId: second } = await writeCourse(db, { tenantId, labId, name: 'two' })
  const [mia, ben] = await writePupils(db, { tenantId, courseId, count: 2 })
  const [ada] = await writePupils(db, { tenantId, courseId, count: 1, role: 'assistant' })
  if (!mia || !ben || !ada) throw new Error('somebody is missing')
  ;[student, assistant] = [mia, ada]
  const write = async (of: { courseId: string; userId: string; state?: string }) => {
    const { state = 'running' } = of
    const id = newId('sandbox')
    await db.sandbox.create({ data: { id, tenantId, labId, versionId, ...of, state, wanted: state } })
    return id
  }
  sandboxes = {
    own: await write({ courseId, userId: mia.userId }),
    other: await write({ courseId, userId: ben.userId }),
    over: await write({ courseId, userId: mia.userId, state: 'ended' }),
    elsewhere: await write({ courseId: second, userId: ben.userId }),
  }
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

/** Of which the passes are other ones after this. */
async function turned(change: () => Promise<unknown>): Promise<string[]> {
  const locks = () =>
    Promise.all(Object.values(sandboxes).map((sandboxId) => readPortLock(db, { sandboxId, name: 'web' })))
  const before = await locks()
  await change()
  const after = await locks()
  return Object.keys(sandboxes).filter((_, at) => before[at]?.lock !== after[at]?.lock)
}

const member =
  ({ memberId: id }: Pupil, data: object) =>
  () =>
    db.courseMember.update({ where: { id }, data })
const person =
  ({ userId: id }: Pupil, data: object) =>
  () =>
    db.user.update({ where: { id }, data })
const joins = ({ userId }: Pupil, role: string) => db.membership.create({ data: { tenantId, userId, role } })
const leaves = ({ userId }: Pupil) => db.membership.deleteMany({ where: { tenantId, userId } })

test('a student who is removed ends the passes to their own lab, and to no other', async () => {
  expect(await turned(member(student, { removedAt: new Date() }))).toEqual(['own'])
  expect(await turned(member(student, { removedAt: null }))).toEqual([])
})

test('who helps no longer, or was removed, has no pass to any lab of the course', async () => {
  expect(await turned(member(assistant, { role: 'student' }))).toEqual(['own', 'other'])
  expect(await turned(member(assistant, { role: 'assistant' }))).toEqual([])
  expect(await turned(member(assistant, { removedAt: new Date() }))).toEqual(['own', 'other'])
  // who has gone can lose nothing more
  expect(await turned(member(assistant, { role: 'student' }))).toEqual([])
  await member(assistant, { removedAt: null, role: 'assistant' })()
})

test('what is no loss of a right leaves passes as they are', async () => {
  for (const data of [{ name: 'Mia' }, { group: 'a' }, { role: 'student' }, { tokenHash: 'x' }])
    expect(await turned(member(student, data))).toEqual([])
  expect(await turned(person(student, { name: 'Mia', lastSeenAt: new Date() }))).toEqual([])
})

test('who manages the courses of the tenant no longer loses all of its labs', async () => {
  await joins(assistant, 'developer')
  const role = (to: string) => () =>
    db.membership.updateMany({ where: { tenantId, userId: assistant.userId }, data: { role: to } })
  expect(await turned(role('admin'))).toEqual([])
  expect(await turned(role('viewer'))).toEqual(['own', 'other', 'elsewhere'])
  expect(await turned(() => leaves(assistant))).toEqual([])
  await joins(assistant, 'owner')
  expect(await turned(() => leaves(assistant))).toEqual(['own', 'other', 'elsewhere'])
})

test('who may not sign in any more, or ended all sessions, keeps no pass', async () => {
  expect(await turned(person(student, { disabledAt: new Date() }))).toEqual(['own'])
  expect(await turned(person(student, { disabledAt: null }))).toEqual([])
  expect(await turned(person(assistant, { sessionsValidFrom: new Date(Date.now() + 1000) }))).toEqual([
    'own',
    'other',
  ])
})

test('a lab that ended lets nobody in, and one that goes to somebody else keeps no pass of its owner', async () => {
  expect(await readPortLock(db, { sandboxId: sandboxes.over, name: 'web' })).toBeNull()
  const to = (userId: string | null) => () =>
    db.sandbox.update({ where: { id: sandboxes.own }, data: { userId } })
  expect(await turned(to(assistant.userId))).toEqual(['own'])
  expect(await turned(to(null))).toEqual(['own'])
  await to(student.userId)()
  expect(await turned(() => db.user.delete({ where: { id: student.userId } }))).toEqual(['own'])
})
