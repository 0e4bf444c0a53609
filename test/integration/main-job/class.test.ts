import headless from '@xterm/headless'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBrowser, visitor } from '../../support/browser.ts'
import { eventually } from '../../support/eventually.ts'
import { comeByLink, enrolled, takeRoster } from '../../support/class-roster.ts'
import { exportsSay } from '../../support/class-exports.ts'
import { joinLab, type LabStudent, startLab } from '../../support/lab-student.ts'
import { mortalProcess } from '../../support/mortal-process.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { type PlatformApi, platformApi } from '../../support/platform-api.ts'
import { platformDatabase } from '../../support/platform-database.ts'
import { mortalPlatform } from '../../support/shared-platform.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 })

/** Students by sockets, and two more in browsers where it is a class of sixty: BERTH_TEST_CLASS=60. */
const SOCKETS = Number(process.env['BERTH_TEST_CLASS'] ?? 6)
const BROWSERS = SOCKETS > 20 ? 2 : 1
/** The first half is on the school's list and has accounts, the others come by the course's link. */
const ROSTER = enrolled(Math.floor(SOCKETS / 2))
const GUESTS = Array.from({ length: SOCKETS - ROSTER.length }, (_, i) => `Student ${i + 1}`)
const NAME = 'whole-class'
const LAB = `title: Whole class
containers:
  box:
    image: busybox
    workdir: /root
    limits: { cpu: 0.1, memory: 32M, pids: 32, disk: 32M }
home: { path: /root, size: 16M }
checks:
  - { name: kept, title: All lines are there, run: 'test "$(wc -l < /root/work)" = 40' }
`
/** Screen and file grow for a while, by as much, and end with a word that was not typed. */
const WORK =
  'for i in $(seq 1 40); do echo line-$i | tee -a /root/work; sleep 0.25; done; echo all-$((7 * 6))'
const DONE = 'all-42'
/** By then the shell has drawn all that it will. */
const PROMPT = '~ # '

let platform: TestPlatform
let teacher: PlatformApi
let course = ''
let courseLab = ''
let browser: Browser
let students: LabStudent[] = []
const pages: Page[] = []

beforeAll(async () => {
  platform = await mortalPlatform()
  teacher = platformApi(platform, 'person')
  const { tenant } = platform.admin
  await teacher.call('labs.save', { tenant, name: NAME, files: { 'lab.yml': LAB } })
  const created = await teacher.call<{ id: string }>('courses.create', { tenant, name: NAME, title: 'Class' })
  course = created.id
  await teacher.call('courses.change', { course, change: { guests: true } })
  const choices = await teacher.ask<{ id: string; name: string }[]>('courses.labs.choices', { course })
  const lab = choices.find(({ name }) => name === NAME)?.id
  courseLab = (await teacher.call<{ id: string }>('courses.labs.add', { course, lab })).id
  await teacher.call('courses.members.createLink', { course, limit: null, expiresAt: null })
  const [link] = await teacher.ask<{ code: string }[]>('courses.members.links', { course })
  const code = link?.code ?? ''
  browser = await openBrowser()
  const { url } = platform
  const links = await takeRoster(teacher, course, ROSTER)
  const pupils = ROSTER.map(async (one) => {
    const session = await comeByLink(url, links.get(one.email) ?? '', one)
    return startLab(url, session, { name: one.name, courseLab })
  })
  const guests = GUESTS.map((name) => joinLab(url, { code, name, courseLab }))
  students = await Promise.all([...pupils, ...guests])
  for (let i = 0; i < BROWSERS; i++) pages.push(await openLab(code, `Browser ${i + 1}`))
})

/** Others compare what the platform has before and after theirs. */
afterAll(async () => {
  for (const student of students) student.leave()
  await browser.close()
  const wall = await teacher.ask<{ sandbox: { id: string } | null }[]>('classes.wall', { course })
  const sandboxes = wall.flatMap(({ sandbox }) => (sandbox ? [sandbox.id] : []))
  await teacher.call('classes.resetAll', { course, act: 'end', sandboxes })
  await teacher.call('courses.archive', { course })
  const database = await platformDatabase(platform)
  const isGone = async () => {
    const left = await database.ask(
      `SELECT c.id FROM "Container" c JOIN "Sandbox" s ON s.id = c."sandboxId" WHERE s."courseId" = $1
       UNION ALL SELECT v.id FROM "Volume" v JOIN "Sandbox" s ON s.id = v."sandboxId" WHERE s."courseId" = $1`,
      [course],
    )
    return left.length === 0
  }
  await eventually(isGone, { withinMs: 600_000, what: 'the end of all that the class had' })
  await database.close()
})

test('the agent is killed in the middle of a lesson, and nobody loses a file or a character of screen', async () => {
  for (const student of students) student.type(WORK)
  for (const page of pages) {
    await page.locator('.xterm-screen').click()
    await page.keyboard.type(WORK)
    await page.keyboard.press('Enter')
  }
  await eventually(() => students.every((student) => student.seen().includes('line-3\r\n')), {
    withinMs: 200_000,
    what: 'work in each shell',
  })
  const before = await Promise.all(students.map((student) => student.replay('line-3\r\n')))

  const agent = await mortalProcess(platform, 'agent')
  agent.kill()
  await agent.back()

  await eventually(() => students.every((student) => student.seen().includes(DONE)), {
    withinMs: 400_000,
    what: 'the end of the work in each window',
  })
  const after = await Promise.all(students.map((student) => student.replay(`${DONE}\r\n${PROMPT}`)))
  for (const [i, bytes] of after.entries()) {
    expect(bytes.subarray(0, before[i]?.length).equals(before[i] ?? bytes), `replay ${i}`).toBe(true)
    expect(linesOf(bytes.toString())).toEqual(ALL_LINES)
  }
  for (const student of students) {
    expect(linesOf(await student.fileText('box', '/root/work'))).toEqual(ALL_LINES)
  }
  for (const page of pages) await expect.poll(() => page.locator('.xterm-rows').textContent()).toContain(DONE)
  await wallShows(after)
})

test('a hand that is raised is seen and taken, and a command to all comes back from each', async () => {
  const [first] = students
  if (!first) throw new Error('nobody is there')
  const { session, sandbox } = first
  await session.api.sandboxes.raiseHand.mutate({ sandbox, note: 'what is a pipe?' })
  const hands = async () => {
    const wall = await teacher.ask<{ sandbox: { id: string; hand: object | null } | null }[]>(
      'classes.wall',
      {
        course,
      },
    )
    return wall.flatMap((tile) => (tile.sandbox?.hand ? [{ id: tile.sandbox.id, ...tile.sandbox.hand }] : []))
  }
  expect(await hands()).toMatchObject([{ id: sandbox, note: 'what is a pipe?', takenBy: null }])
  await teacher.call('sandboxes.takeHand', { sandbox })
  expect((await session.api.sandboxes.get.query({ sandbox })).hand).toMatchObject({
    takenBy: platform.admin.email,
  })
  await teacher.call('sandboxes.lowerHand', { sandbox })
  expect(await hands()).toEqual([])

  const all = (await teacher.ask<{ sandbox: { id: string } }[]>('classes.wall', { course })).map(
    (tile) => tile.sandbox.id,
  )
  expect(all).toHaveLength(SOCKETS + BROWSERS)
  const command = 'wc -l < /root/work'
  const { id: broadcast } = await teacher.call<{ id: string }>('classes.runCommand', {
    ...{ course, command, container: null, sandboxes: all, later: false, timeout: 60 },
  })
  type Rows = { rows: { sandbox: string; state: string; code: number | null; output: string }[] }
  const rows = async () => (await teacher.ask<Rows>('classes.broadcast', { course, broadcast })).rows
  await eventually(async () => (await rows()).every(({ state }) => state === 'done' || state === 'failed'), {
    ...{ withinMs: 400_000, what: 'an answer of each' },
  })
  const said = (await rows()).map(({ state, code, output }) => ({ state, code, output: output.trim() }))
  expect(said).toEqual(all.map(() => ({ state: 'done', code: 0, output: '40' })))
})

test('the checks of all pass, and the results and their exports say so', async () => {
  await Promise.all(
    students.map(({ session, sandbox }) => session.api.sandboxes.check.mutate({ sandbox, name: 'kept' })),
  )
  for (const page of pages) {
    await page.getByRole('button', { name: 'Check: All lines are there' }).click()
    await page.getByText('Passed', { exact: true }).waitFor({ timeout: 100_000 })
  }
  type Results = { students: { labs: { checks: { passed: boolean | null }[] }[] }[] }
  const results = await teacher.ask<Results>('courses.results', { course })
  const passed = results.students.map(({ labs }) => labs[0]?.checks[0]?.passed)
  expect(passed).toEqual(Array.from({ length: SOCKETS + BROWSERS }, () => true))
  const browsers = Array.from({ length: BROWSERS }, (_, i) => `Browser ${i + 1}`)
  await exportsSay(teacher, { course, lab: 'Whole class', roster: ROSTER, others: [...GUESTS, ...browsers] })
})

const ALL_LINES = Array.from({ length: 40 }, (_, i) => `line-${i + 1}`)

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => /^line-\d+$/.test(line))
}

async function openLab(code: string, name: string): Promise<Page> {
  const context = await visitor(browser, platform)
  context.setDefaultTimeout(200_000) // sixty start at the same time
  const page = await context.newPage()
  await page.goto(`/join/${code}`)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await page.getByRole('button', { name: 'Start Whole class' }).click()
  const rows = page.locator('.xterm-rows')
  await rows.waitFor({ timeout: 200_000 })
  await eventually(async () => (await rows.textContent())?.includes('# ') === true, { withinMs: 200_000 })
  return page
}

/** What who teaches sees is what a terminal makes of those bytes. */
async function wallShows(replays: readonly Buffer[]): Promise<void> {
  const seen = students.map(({ sandbox }) => ({ sandbox }))
  type Screens = { sandbox: string; lines: string[] }[]
  const drawn = await Promise.all(replays.map(draw))
  const read = async () => {
    const screens = await teacher.ask<Screens>('classes.screens', { course, seen })
    return students.map(({ sandbox }) => screens.find((screen) => screen.sandbox === sandbox)?.lines)
  }
  await expect.poll(read).toEqual(drawn)
}

const WALL_ROWS = 16

async function draw(bytes: Buffer): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(bytes, resolve))
  const { active } = terminal.buffer
  const rows = Array.from({ length: 24 }, (_, row) => active.getLine(active.baseY + row))
  const lines = rows.map((row) => row?.translateToString(true).trimEnd() ?? '')
  terminal.dispose()
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1).slice(-WALL_ROWS)
}
