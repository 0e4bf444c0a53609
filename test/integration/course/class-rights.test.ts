import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../packages/core/src/index.ts'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let course: string

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  const tenantId = await addTenant(web.db, 'school', await addUser(web.db, 'teacher@example.org'))
  const teacher = await signIn('teacher')
  course = (await teacher.api.courses.create.mutate({ tenant: 'school', name: 'unix', title: 'Unix' })).id
  for (const role of ['assistant', 'student']) {
    const email = `${role}@example.org`
    const { userId } = await addUser(web.db, email)
    await web.db.courseMember.create({
      data: { id: newId('member'), tenantId, courseId: course, userId, email, name: role, role },
    })
  }
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

async function signIn(name: string): Promise<BrowserSession> {
  const browser = new BrowserSession(web.url)
  expect(await browser.signIn(`${name}@example.org`, PASSWORD)).toBeUndefined()
  return browser
}

const TO = { container: null, later: false, sandboxes: ['sbx_x'] }

const calls = ({ api: { classes } }: BrowserSession) => [
  classes.wall.query({ course }),
  classes.screens.query({ course, seen: [{ sandbox: 'sbx_x' }] }),
  classes.helpAll.mutate({ course, act: 'pause', sandboxes: ['sbx_x'] }),
  classes.resetAll.mutate({ course, act: 'end', sandboxes: ['sbx_x'] }),
  classes.broadcasts.query({ course }),
  classes.sendFile.mutate({ course, ...TO, path: 'notes.txt', base64: '' }),
  classes.runCommand.mutate({ course, ...TO, command: 'true', timeout: 5 }),
]
const refused = async (name: string) => Promise.all(calls(await signIn(name)).map((call) => refusal(call)))

test('students see no wall; assistants see it and help; only teachers reset everybody and reach into their labs', async () => {
  const [no, may] = ['auth.forbidden', undefined]
  expect(await refused('student')).toEqual([no, no, no, no, no, no, no])
  expect(await refused('assistant')).toEqual([may, may, may, no, may, no, no])
  expect(await refused('teacher')).toEqual([may, may, may, may, may, may, may])
})

test('an assistant who is removed sees it no more', async () => {
  const assistant = await signIn('assistant')
  await web.db.courseMember.updateMany({
    where: { courseId: course, role: 'assistant' },
    data: { removedAt: new Date() },
  })
  expect(await refusal(assistant.api.classes.wall.query({ course }))).toBe('course.not_found')
})
