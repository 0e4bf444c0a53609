import { createCourses, pruneGuests } from '@berth/course'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrowserSession, refusal } from '../../support/browser-session.ts'
import { addTenant, addUser, PASSWORD } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'

const DAY_MS = 24 * 60 * 60_000
const later = (days: number) => ({ now: () => new Date(Date.now() + days * DAY_MS) })

let postgres: TestPostgres
let web: TestWeb
let teacher: BrowserSession

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  await addTenant(web.db, 'school', await addUser(web.db, 'teacher@example.org'))
  teacher = new BrowserSession(web.url)
  expect(await teacher.signIn('teacher@example.org', PASSWORD)).toBeUndefined()
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

/** A course that takes guests, and a code of it. */
async function newCourse(name: string): Promise<{ course: string; code: string }> {
  const { id: course } = await teacher.api.courses.create.mutate({ tenant: 'school', name, title: name })
  await teacher.api.courses.change.mutate({ course, change: { guests: true } })
  const wanted = { course, limit: null, expiresAt: null }
  return { course, code: (await teacher.api.courses.members.createLink.mutate(wanted)).code }
}

async function come(browser: BrowserSession, code: string, name: string, another = false) {
  const { token } = await browser.api.join.asGuest.mutate({ code, name, another })
  expect(await browser.signInWith('guest', { token })).toBeUndefined()
  return token
}

async function named(course: string, name: string) {
  const list = await teacher.api.courses.members.list.query({ course })
  return list.filter((member) => member.name === name)
}

describe('a browser', () => {
  test('that was here as a guest is that guest again, also after a sign-out, unless it says that it is another', async () => {
    const { course, code } = await newCourse('again')
    const browser = new BrowserSession(web.url)
    const token = await come(browser, code, 'Kim')
    await browser.signOut()
    expect(await browser.api.join.describe.query({ code })).toMatchObject({ before: 'Kim' })
    expect(await come(browser, code, 'Somebody')).toBe(token)
    expect(await named(course, 'Somebody')).toEqual([])
    await browser.signOut()
    await come(browser, code, 'Lee', true)
    expect(await named(course, 'Lee')).toHaveLength(1)
    expect(await new BrowserSession(web.url).api.join.describe.query({ code })).toMatchObject({
      before: null,
    })
  })

  test('takes its guest along to another course, with one way back to both', async () => {
    const [one, two] = [await newCourse('one'), await newCourse('two')]
    const browser = new BrowserSession(web.url)
    const token = await come(browser, one.code, 'Max')
    expect(await come(browser, two.code, 'Max')).toBe(token)
    await teacher.api.courses.archive.mutate({ course: one.course })
    expect(await new BrowserSession(web.url).signInWith('guest', { token })).toBeUndefined()
    await teacher.api.courses.archive.mutate({ course: two.course })
    expect(await new BrowserSession(web.url).signInWith('guest', { token })).toBe('auth.link_invalid')
    await teacher.api.courses.restore.mutate({ course: two.course })
    expect(await new BrowserSession(web.url).signInWith('guest', { token })).toBeUndefined()
  })

  test('whose guest was removed is nobody else either, and the code that they came by is replaced for the others', async () => {
    const { course, code } = await newCourse('removed')
    const browser = new BrowserSession(web.url)
    await come(browser, code, 'Gone')
    const [member] = await named(course, 'Gone')
    const removal = { course, member: member?.id ?? '', newCode: true }
    const { code: fresh } = await teacher.api.courses.members.remove.mutate(removal)
    await browser.signOut()
    const again = (by: string, another: boolean) =>
      refusal(browser.api.join.asGuest.mutate({ code: by, name: 'New', another }))
    expect(await again(fresh ?? '', true)).toBe('auth.forbidden')
    expect(await again(fresh ?? '', false)).toBe('auth.forbidden')
    const elsewhere = new BrowserSession(web.url)
    expect(await refusal(elsewhere.api.join.asGuest.mutate({ code, name: 'New' }))).toBe(
      'course.code_invalid',
    )
    await come(elsewhere, fresh ?? '', 'Next')
  })
})

test('new guests of a course come at a rate from each address; who comes back is none', async () => {
  const { course, code } = await newCourse('rate')
  const known = new BrowserSession(web.url)
  await come(known, code, 'Known')
  const key = `guest:${course}:ip:`
  await web.db.authAttempt.update({ where: { key }, data: { failures: 299 } })
  const fresh = (name: string) => refusal(new BrowserSession(web.url).api.join.asGuest.mutate({ code, name }))
  await web.db.authAttempt.update({
    where: { key },
    data: { blockedUntil: new Date(Date.now() + DAY_MS) },
  })
  expect(await fresh('Too many')).toBe('auth.too_many_attempts')
  expect(await named(course, 'Too many')).toEqual([])
  await known.signOut()
  await come(known, code, 'Known')
  const other = await newCourse('other-rate')
  await come(new BrowserSession(web.url), other.code, 'Elsewhere')
})

test("a teacher ends a guest's link: who is in stays in, and nobody comes by it", async () => {
  const { course, code } = await newCourse('ended-link')
  const browser = new BrowserSession(web.url)
  const token = await come(browser, code, 'Ida')
  const [ida] = await named(course, 'Ida')
  expect(ida).toMatchObject({ hasLink: true })
  await teacher.api.courses.members.endLink.mutate({ course, member: ida?.id ?? '' })
  expect(await browser.api.courses.mine.query()).toMatchObject([{ id: course }])
  expect(await new BrowserSession(web.url).signInWith('guest', { token })).toBe('auth.link_invalid')
  expect(await refusal(teacher.api.courses.members.endLink.mutate({ course, member: ida?.id ?? '' }))).toBe(
    'course.member_not_found',
  )
})

test('accounts of guests go a month after their last course, and their lines stay', async () => {
  const over = await newCourse('over')
  const open = await newCourse('open')
  const [short, long] = [new BrowserSession(web.url), new BrowserSession(web.url)]
  await come(short, over.code, 'Short')
  await come(long, over.code, 'Long')
  await come(long, open.code, 'Long')
  await teacher.api.courses.archive.mutate({ course: over.course })
  const users = async () => (await web.db.user.findMany({ where: { guest: true } })).map(({ name }) => name)
  await pruneGuests({ db: web.db, clock: later(29) })
  expect(await users()).toEqual(expect.arrayContaining(['Short', 'Long']))
  await pruneGuests({ db: web.db, clock: later(31) })
  expect(await users()).not.toContain('Short')
  expect(await users()).toContain('Long')
  expect(await named(over.course, 'Short')).toMatchObject([{ joinedAt: expect.any(Date), hasLink: false }])
  expect(await refusal(short.api.courses.mine.query())).toBe('auth.session_expired')
})

describe('invitations by mail', () => {
  test('go in a share for each hour, the others later; nobody is mailed twice in a day unless that is asked for', async () => {
    const { course } = await newCourse('mail')
    const lines = Array.from({ length: 203 }, (_, at) => `Person ${at},person-${at}@example.org`)
    const { members } = teacher.api.courses
    await members.importRoster.mutate({ course, csv: `name,email\n${lines.join('\n')}` })
    const before = web.mails.length
    const invite = (again: boolean) => members.invite.mutate({ course, members: null, mail: true, again })
    const first = await invite(false)
    const kinds = (list: typeof first) => Object.entries(Object.groupBy(list, ({ mail }) => mail))
    const counts = (list: typeof first) => new Map(kinds(list).map(([kind, all]) => [kind, all.length]))
    expect(counts(first)).toEqual(
      new Map([
        ['sent', 200],
        ['queued', 3],
      ]),
    )
    expect(web.mails.length - before).toBe(200)
    const waits = (await members.list.query({ course })).filter(({ mailWaits }) => mailWaits)
    expect(waits).toHaveLength(3)

    // what was mailed keeps its link
    expect(counts(await invite(false))).toEqual(
      new Map([
        ['queued', 3],
        ['recent', 200],
      ]),
    )
    expect(web.mails.length - before).toBe(200)
    const [sent] = first.filter(({ mail }) => mail === 'sent')
    const code = sent?.link?.split('/').at(-1) ?? ''
    expect(await new BrowserSession(web.url).api.join.describe.query({ code })).toMatchObject({
      personal: { email: sent?.email },
    })

    // an hour later
    const mailer = (to: string, _locale: string | null, mail: (typeof web.mails)[number]['mail']) =>
      void web.mails.push({ to, mail })
    const clock = later(1 / 12)
    await createCourses({ db: web.db, url: web.url, mailer: mailer as never, clock }).mailWaiting()
    expect(web.mails.length - before).toBe(203)
    expect((await members.list.query({ course })).some(({ mailWaits }) => mailWaits)).toBe(false)
  })

  test('prove the e-mail of a line that somebody with an account of that address asks for', async () => {
    const { course, code } = await newCourse('proof')
    await web.db.courseMember.updateMany({ data: { invitedAt: null } }) // the share of the hour
    const { members } = teacher.api.courses
    await members.importRoster.mutate({ course, csv: 'name,email\nEve,eve@example.org' })
    await addUser(web.db, 'eve@example.org')
    const eve = new BrowserSession(web.url)
    await eve.signIn('eve@example.org', PASSWORD)
    expect(await refusal(eve.api.join.enter.mutate({ code }))).toBe('course.email_unproven')
    const before = web.mails.length
    await eve.api.join.mailLink.mutate({ code })
    await eve.api.join.mailLink.mutate({ code })
    expect(web.mails).toHaveLength(before + 1)
    const last = web.mails.at(-1)
    expect(last?.to).toBe('eve@example.org')
    const secret = last?.mail.kind === 'course' ? (last.mail.link.split('/').at(-1) ?? '') : ''
    await eve.api.join.enter.mutate({ code: secret })
    expect(await named(course, 'Eve')).toMatchObject([{ joinedAt: expect.any(Date) }])
  })
})
