import { BerthError, newId } from '@berth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { addMember, addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

let postgres: TestPostgres
let web: TestWeb
let teacher: BrowserSession
let tenantId: string
let course: string

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  const owner = await addUser(web.db, 'teacher@example.org')
  tenantId = await addTenant(web.db, 'school', owner)
  teacher = await signIn('teacher@example.org')
  course = await newCourse('linux')
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

async function signIn(email: string): Promise<BrowserSession> {
  const browser = new BrowserSession(web.url)
  expect(await browser.signIn(email, PASSWORD)).toBeUndefined()
  return browser
}

async function newCourse(name: string): Promise<string> {
  return (await teacher.api.courses.create.mutate({ tenant: 'school', name, title: `About ${name}` })).id
}

async function newCode(of: string, limit: number | null = null, expiresAt: Date | null = null) {
  return (await teacher.api.courses.members.createLink.mutate({ course: of, limit, expiresAt })).code
}

async function newPerson(name: string): Promise<BrowserSession> {
  await addUser(web.db, `${name}@example.org`)
  return signIn(`${name}@example.org`)
}

/** A guest's browser, and the secret of their own link. */
async function joinAsGuest(code: string, name: string) {
  const browser = new BrowserSession(web.url)
  const { token } = await browser.api.join.asGuest.mutate({ code, name })
  expect(await comeBack(browser, token)).toBeUndefined()
  return { browser, token }
}

async function comeBack(browser: BrowserSession, token: string): Promise<string | undefined> {
  return browser.signInWith('guest', { token })
}

describe('a student', () => {
  let student: BrowserSession
  let other: string

  beforeAll(async () => {
    other = await newCourse('other')
    student = await newPerson('student')
    await student.api.join.enter.mutate({ code: await newCode(course) })
  })

  test('sees the course among their own, and nothing of the tenant', async () => {
    expect(await student.api.courses.mine.query()).toMatchObject([
      { id: course, part: 'student', over: false },
    ])
    expect(await student.api.tenants.list.query()).toEqual([])
    expect(await student.api.me.get.query()).toMatchObject({ courses: 1, tenants: [] })
    expect(await refusal(student.api.apps.list.query({ tenant: 'school' }))).toBe('tenant.not_found')
    expect(await refusal(student.api.courses.list.query({ tenant: 'school' }))).toBe('tenant.not_found')
  })

  test("reaches nothing of another course, and none of what teachers do in one's own", async () => {
    const { courses } = student.api
    const calls = (id: string) => [
      courses.get.query({ course: id }),
      courses.change.mutate({ course: id, change: { title: 'mine' } }),
      courses.archive.mutate({ course: id }),
      courses.results.query({ course: id }),
      courses.exportResults.query({ course: id, format: 'canvas' }),
      courses.members.list.query({ course: id }),
      courses.members.links.query({ course: id }),
      courses.members.createLink.mutate({ course: id, limit: null, expiresAt: null }),
      courses.members.importRoster.mutate({ course: id, csv: 'email\na@example.org' }),
      courses.labs.list.query({ course: id }),
      courses.labs.choices.query({ course: id }),
      courses.labs.order.mutate({ course: id, ids: [] }),
    ]
    const refused = (id: string) => Promise.all(calls(id).map((call) => refusal(call)))
    expect(new Set(await refused(other))).toEqual(new Set(['course.not_found']))
    expect(new Set(await refused(course))).toEqual(new Set(['auth.forbidden']))
  })

  test('who is removed is out at once, and does not come back by the link', async () => {
    const gone = await newPerson('gone')
    const code = await newCode(course)
    await gone.api.join.enter.mutate({ code })
    const members = await teacher.api.courses.members.list.query({ course })
    const member = members.find(({ email }) => email === 'gone@example.org')?.id ?? ''
    await teacher.api.courses.members.remove.mutate({ course, member })
    expect(await gone.api.courses.mine.query()).toEqual([])
    expect(await refusal(gone.api.join.enter.mutate({ code }))).toBe('auth.forbidden')
    await teacher.api.courses.members.restore.mutate({ course, member })
    expect(await gone.api.courses.mine.query()).toMatchObject([{ id: course }])
  })
})

describe('parts', () => {
  test('an assistant sees the roster and changes nothing; a viewer of the tenant is nobody in its courses', async () => {
    const assistant = await newPerson('assistant')
    const person = { name: 'Assi', group: null, externalId: null }
    const line = await teacher.api.courses.members.add.mutate({
      course,
      person: { ...person, email: 'Assistant@example.org', part: 'assistant' },
    })
    // an account of that address alone is no proof, when it would teach
    const code = await newCode(course)
    expect(await refusal(assistant.api.join.enter.mutate({ code }))).toBe('course.email_unproven')
    const wanted = { course, members: [line.id], mail: true }
    const [invited] = await teacher.api.courses.members.invite.mutate(wanted)
    expect(web.mails.at(-1)).toMatchObject({ to: 'assistant@example.org', mail: { kind: 'course' } })
    await assistant.api.join.enter.mutate({ code: secretOf(invited?.link) })
    expect(await assistant.api.courses.get.query({ course })).toMatchObject({ part: 'assistant' })
    expect(await assistant.api.courses.members.list.query({ course })).not.toHaveLength(0)
    const change = assistant.api.courses.change.mutate({ course, change: { title: 'mine' } })
    expect(await refusal(change)).toBe('auth.forbidden')

    const viewer = await addUser(web.db, 'viewer@example.org')
    await addMember(web.db, tenantId, viewer, 'viewer')
    const looking = await signIn('viewer@example.org')
    expect(await refusal(looking.api.courses.get.query({ course }))).toBe('course.not_found')
    expect(await refusal(looking.api.courses.list.query({ tenant: 'school' }))).toBe('auth.forbidden')
  })

  test('a personal invitation makes an account where only invited people may, for its own address', async () => {
    await teacher.api.courses.members.importRoster.mutate({ course, csv: 'name,email\nNew,new@example.org' })
    const members = await teacher.api.courses.members.list.query({ course })
    const id = members.find(({ email }) => email === 'new@example.org')?.id ?? ''
    const [invited] = await teacher.api.courses.members.invite.mutate({ course, members: [id], mail: false })
    const code = secretOf(invited?.link)
    const anybody = new BrowserSession(web.url)
    const account = { password: PASSWORD, course: code }
    const signUp = (email: string) => anybody.api.auth.signUp.mutate({ ...account, email })
    expect(await refusal(signUp('else@example.org'))).toBe('auth.signup_closed')
    await signUp('new@example.org')
    expect(await anybody.signIn('new@example.org', PASSWORD)).toBeUndefined()
    await anybody.api.join.enter.mutate({ code })
    expect(await anybody.api.courses.mine.query()).toMatchObject([{ id: course, part: 'student' }])
    expect(await refusal(anybody.api.join.describe.query({ code }))).toBe('course.code_invalid')
  })
})

describe('codes', () => {
  test('a limit is never passed, however many come at once, and nobody is counted twice', async () => {
    const of = await newCourse('herd')
    await teacher.api.courses.change.mutate({ course: of, change: { guests: true } })
    const code = await newCode(of, 5)
    const come = async (at: number) => {
      const call = new BrowserSession(web.url).api.join.asGuest.mutate({ code, name: `guest ${at}` })
      return refusal(call)
    }
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => come(at)))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(5)
    expect(new Set(answers)).toEqual(new Set([undefined, 'course.code_used_up']))
    expect(await teacher.api.courses.members.links.query({ course: of })).toMatchObject([{ used: 5 }])
    expect(await web.db.user.count({ where: { guest: true, courseMembers: { none: {} } } })).toBe(0)
  })

  test('joining again, also twice at once, changes nothing', async () => {
    const of = await newCourse('again')
    const code = await newCode(of, 5)
    const person = await newPerson('again')
    await Promise.all([1, 2, 3].map(() => person.api.join.enter.mutate({ code })))
    expect(await teacher.api.courses.members.links.query({ course: of })).toMatchObject([{ used: 1 }])
  })

  test('one that is wrong, too old or revoked, and one of a course that has ended, lead nowhere', async () => {
    const of = await newCourse('ended')
    const person = await newPerson('late')
    const late = new Date(Date.now() - 1_000)
    const enter = (code: string) => refusal(person.api.join.enter.mutate({ code }))
    expect(await enter('ABCD-2345')).toBe('course.code_invalid')
    expect(await enter(await newCode(of, null, late))).toBe('course.code_invalid')
    const link = await teacher.api.courses.members.createLink.mutate({
      course: of,
      limit: null,
      expiresAt: null,
    })
    const open = await newCode(of)
    await teacher.api.courses.members.revokeLink.mutate({ course: of, id: link.id })
    expect(await enter(link.code)).toBe('course.code_invalid')
    await teacher.api.courses.archive.mutate({ course: of })
    expect(await enter(open)).toBe('course.ended')
    await teacher.api.courses.restore.mutate({ course: of })
    expect(await enter(open.toLowerCase().replace('-', ' '))).toBeUndefined()
  })

  test('who guesses has to wait, and a class at one address has not', async () => {
    const key = 'join:ip:'
    const guess = () => refusal(new BrowserSession(web.url).api.join.describe.query({ code: 'WXYZ-2345' }))
    await web.db.authAttempt.upsert({
      where: { key },
      create: { key, failures: 55, updatedAt: new Date() },
      update: { failures: 55, updatedAt: new Date() },
    })
    expect(await guess()).toBe('course.code_invalid')
    expect(await guess()).toBe('auth.too_many_attempts')
    await web.db.authAttempt.deleteMany({ where: { key } })
  })
})

describe('guests', () => {
  let of: string
  let code: string

  beforeAll(async () => {
    of = await newCourse('open-day')
    code = await newCode(of)
  })

  test('come where the course allows it, and nowhere else', async () => {
    const asked = () => new BrowserSession(web.url).api.join.asGuest.mutate({ code, name: 'Kim' })
    expect(await refusal(asked())).toBe('course.guests_refused')
    await teacher.api.courses.change.mutate({ course: of, change: { guests: true } })
    const { browser } = await joinAsGuest(code, 'Kim')
    expect(await browser.api.courses.mine.query()).toMatchObject([{ id: of }])
    expect(await browser.api.me.get.query()).toMatchObject({
      user: { isGuest: true, name: 'Kim' },
      tenants: [],
    })
    const elsewhere = browser.api.join.enter.mutate({ code: await newCode(course) })
    expect(await refusal(elsewhere)).toBe('course.guests_refused')
  })

  test('have no right anywhere else, and no password gets them in', async () => {
    await teacher.api.courses.change.mutate({ course: of, change: { guests: true } })
    const { browser } = await joinAsGuest(code, 'Lee')
    const { email, id } = (await browser.api.me.get.query()).user
    const refused = [
      browser.api.tenants.create.mutate({ name: 'mine' }),
      browser.api.tenants.list.query(),
      browser.api.account.changePassword.mutate({ current: 'x', next: PASSWORD }),
      browser.api.account.sessions.query(),
      browser.api.keys.listOwn.query(),
      browser.api.mirrors.summaries.query(),
    ]
    const codes = await Promise.all(refused.map((call) => refusal(call)))
    expect(new Set(codes)).toEqual(new Set(['auth.forbidden']))
    const mails = web.mails.length
    await new BrowserSession(web.url).api.auth.requestReset.mutate({ email })
    expect(web.mails).toHaveLength(mails)
    const { passwordHash } = await web.db.user.findFirstOrThrow({ where: { email: 'teacher@example.org' } })
    await web.db.user.update({ where: { id }, data: { passwordHash } })
    expect(await new BrowserSession(web.url).signIn(email, PASSWORD)).toBe('auth.bad_credentials')
  })

  test('come back by their own link from another browser, until they are removed', async () => {
    await teacher.api.courses.change.mutate({ course: of, change: { guests: true } })
    const { token } = await joinAsGuest(code, 'Max')
    const elsewhere = new BrowserSession(web.url)
    expect(await comeBack(elsewhere, token)).toBeUndefined()
    expect(await elsewhere.api.courses.mine.query()).toMatchObject([{ id: of }])
    expect(await comeBack(new BrowserSession(web.url), 'wrong')).toBe('auth.link_invalid')
    const members = await teacher.api.courses.members.list.query({ course: of })
    const member = members.find(({ name }) => name === 'Max')?.id ?? ''
    await teacher.api.courses.members.remove.mutate({ course: of, member })
    expect(await comeBack(new BrowserSession(web.url), token)).toBe('auth.link_invalid')
    expect(await elsewhere.api.courses.mine.query()).toEqual([])
  })
})

test('an invitation to teach makes no teacher of a guest, and a line that somebody else took is said to be taken', async () => {
  const of = await newCourse('taken')
  await teacher.api.courses.change.mutate({ course: of, change: { guests: true } })
  const { members } = teacher.api.courses
  const person = { name: 'Assistant', part: 'teacher', group: null, externalId: null } as const
  await members.add.mutate({ course: of, person: { ...person, email: 'taken@example.org' } })
  const [invited] = await members.invite.mutate({ course: of, members: null, mail: false })
  const secret = secretOf(invited?.link)
  const code = await newCode(of)
  const { browser: guest } = await joinAsGuest(code, 'Guest')
  const elsewhere = await newCourse('elsewhere')
  await teacher.api.courses.change.mutate({ course: elsewhere, change: { guests: true } })
  const { browser: stranger } = await joinAsGuest(await newCode(elsewhere), 'Stranger')
  expect(await refusal(stranger.api.join.enter.mutate({ code: secret }))).toBe('course.guests_refused')
  expect(await refusal(guest.api.join.enter.mutate({ code: secret }))).toBe('course.guests_refused')
  const other = await newPerson('other-account')
  await other.api.join.enter.mutate({ code: secret })
  const owner = await newPerson('taken')
  expect(await refusal(owner.api.join.enter.mutate({ code }))).toBe('course.member_exists')
})

test('a list is taken whole or not at all, and who comes takes their own line of it', async () => {
  const of = await newCourse('roster')
  const good = 'name,email,group,external id\nAda,ada@example.org,A,42\nBob,bob@example.org,B,43\n'
  const bad = `${good}Cy,no address,C,44\n`
  const { members } = teacher.api.courses
  const preview = await members.previewRoster.mutate({ course: of, csv: bad })
  expect(preview.problems).toEqual([{ line: 4, column: 2, kind: 'bad-email', value: 'no address' }])
  expect(await refusal(members.importRoster.mutate({ course: of, csv: bad }))).toBe('course.roster_invalid')
  expect(await members.importRoster.mutate({ course: of, csv: good })).toEqual({ added: 2, changed: 0 })
  expect(await members.importRoster.mutate({ course: of, csv: good })).toEqual({ added: 0, changed: 0 })
  const ada = await newPerson('ada')
  const code = await newCode(of, 1)
  // an account of that address alone is no proof
  expect(await refusal(ada.api.join.enter.mutate({ code }))).toBe('course.email_unproven')
  await web.db.user.update({ where: { email: 'ada@example.org' }, data: { emailVerified: new Date() } })
  await ada.api.join.enter.mutate({ code })
  const lines = await members.list.query({ course: of })
  const line = lines.find(({ email }) => email === 'ada@example.org')
  expect(line).toMatchObject({ name: 'Ada', externalId: '42', joinedAt: expect.any(Date) })
  // whose place was kept uses no other one up
  expect(await members.links.query({ course: of })).toMatchObject([{ used: 0 }])
})

test('labs have their order and times, and results are exported for other systems', async () => {
  const of = await newCourse('graded')
  const lab = await addLab('shell')
  const { labs, members } = teacher.api.courses
  const { id } = await labs.add.mutate({ course: of, lab: lab.labId })
  expect(await refusal(labs.add.mutate({ course: of, lab: lab.labId }))).toBe('course.lab_exists')
  const backwards = { course: of, id, change: { opensAt: new Date(2_000), closesAt: new Date(1_000) } }
  expect(await refusal(labs.change.mutate(backwards))).toBe('input.invalid')
  const change = { reserved: 3, closesAt: new Date(Date.now() + 3_600_000) }
  await labs.change.mutate({ course: of, id, change })
  expect(await labs.list.query({ course: of })).toMatchObject([
    { id, name: 'shell', version: 1, reserved: 3 },
  ])

  const student = await newPerson('graded')
  await student.api.join.enter.mutate({ code: await newCode(of) })
  const member = (await members.list.query({ course: of })).find(({ part }) => part === 'student')?.id ?? ''
  await addResult(lab, of, member, false, new Date(1_000))
  await addResult(lab, of, member, true, new Date(2_000))
  const results = await teacher.api.courses.results.query({ course: of })
  expect(results.students).toMatchObject([{ points: 5, labs: [{ checks: [{ passed: true }] }] }])
  const { csv } = await teacher.api.courses.exportResults.query({ course: of, format: 'moodle' })
  expect(csv).toContain('"graded@example.org","5"')
  const tries = await teacher.api.courses.tries.query({ course: of, member, lab: id })
  expect(tries).toMatchObject([
    { title: 'A file', passed: true, output: 'as it was printed', at: new Date(2_000) },
    { title: 'A file', passed: false, at: new Date(1_000) },
  ])
  const unknown = { course: of, member: 'mem_another', lab: id }
  expect(await refusal(teacher.api.courses.tries.query(unknown))).toBe('course.member_not_found')
  const history = await teacher.api.courses.exportHistory.query({ course: of })
  expect(history.csv.trimEnd().split('\r\n')).toHaveLength(3)
  expect(await student.api.courses.mine.query()).toMatchObject([
    { labs: [{ state: 'open', passed: 1, checks: 1 }] },
  ])
})

/** A lab with one ready version, as its maker leaves it. */
async function addLab(name: string) {
  const project = await web.db.project.findFirstOrThrow({ where: { tenantId } })
  const [labId, appId, versionId] = [newId('lab'), newId('app'), newId('labVersion')]
  const of = { tenantId, createdBy: 'teacher@example.org' }
  await web.db.app.create({
    data: { id: appId, tenantId, projectId: project.id, name: `lab-${name}`, kind: 'lab' },
  })
  await web.db.lab.create({ data: { id: labId, ...of, name, title: 'Shell', appId } })
  const spec = { title: 'Shell', checks: [{ name: 'file', title: 'A file', points: 5 }] }
  await web.db.labVersion.create({
    data: { id: versionId, ...of, labId, number: 1, files: {}, spec, state: 'ready' },
  })
  return { labId, versionId }
}

async function addResult(
  { labId, versionId }: { labId: string; versionId: string },
  courseId: string,
  memberId: string,
  passed: boolean,
  at: Date,
) {
  const sandboxId = newId('sandbox')
  const of = { tenantId, labId, memberId }
  await web.db.sandbox.create({ data: { id: sandboxId, ...of, versionId, courseId, state: 'ended' } })
  await web.db.checkResult.create({
    data: {
      ...{ id: newId('checkResult'), ...of, sandboxId, name: 'file', attempt: 1, passed, by: 'student', at },
      output: 'as it was printed',
    },
  })
}

function secretOf(link: string | null | undefined): string {
  if (!link) throw new BerthError('input.invalid', 'there is no link')
  return link.slice(link.lastIndexOf('/') + 1)
}
