import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { brokenRules } from '../support/broken-rules.ts'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { type GuestCourse, openGuestCourse } from '../support/guest-course.ts'
import { hasFocus } from '../support/keyboard.ts'
import { joinLab, type LabStudent } from '../support/lab-student.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

let platform: TestPlatform
let lesson: GuestCourse
let browser: Browser
let page: Page
let ada: LabStudent
let bo: LabStudent

beforeAll(async () => {
  platform = await sharedPlatform()
  lesson = await openGuestCourse(platform, {
    ...{ name: 'class-dialogs', title: 'Dialogs of a class', lab: 'dialogs' },
  })
  const { code, courseLab, course, teacher } = lesson
  const join = (name: string) => joinLab(platform.url, { code, courseLab, name })
  ;[ada, bo] = await Promise.all([join('Ada Example'), join('Bo Example')])
  await teacher.call('courses.members.add', {
    ...{ course, person: { ...LATE, group: null, externalId: null } },
  })
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
  await page.goto(`/courses/${course}/class`)
  await tileOf('Ada Example').waitFor()
})

afterAll(async () => {
  for (const student of [ada, bo]) student?.leave()
  await browser?.close()
  await lesson?.teacher.call('courses.archive', { course: lesson.course })
})

const LONG = 'what comes of it is read by everybody, '.repeat(8)
const LATE = { email: 'late@school.test', name: 'Late Example', part: 'student' }
const tileOf = (name: string) => page.getByRole('listitem').filter({ hasText: name })
const dialog = () => page.getByRole('dialog')
const button = (name: string) => dialog().getByRole('button', { name, exact: true })

/** Opens one of what is done to all; what is in it breaks no rule. */
async function atOnce(item: string): Promise<void> {
  await page.getByRole('button', { name: 'All at once' }).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click()
  await dialog().waitFor()
  expect(await brokenRules(page), item).toEqual([])
}

async function close(): Promise<void> {
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
}

test('a message, a file and a command for all, and what became of each', async () => {
  await atOnce('Write a message')
  await dialog().getByLabel('Message').fill('Read the second page.')
  await button('Send').click()
  await dialog().getByText('read by 0 of 2').waitFor()
  expect(await brokenRules(page)).toEqual([])
  await close()

  await atOnce('Send a file')
  await dialog().getByLabel('Or its text').fill('from the teacher')
  await dialog().getByLabel('Where it goes').fill('notes.txt')
  await button('Send').click()
  await expect.poll(() => dialog().getByText('done', { exact: true }).count()).toBeGreaterThanOrEqual(2)
  expect(await brokenRules(page)).toEqual([])
  await close()
  expect(await ada.fileText('box', '/root/notes.txt')).toBe('from the teacher')

  await atOnce('Run a command')
  await dialog().getByRole('textbox', { name: 'Command' }).fill(`cat notes.txt; exit 3 # ${LONG}`)
  await button('Run').click()
  await expect.poll(() => dialog().getByText('Ended with 3').count()).toBe(2)
  await dialog().getByText('from the teacher').first().waitFor()
  expect(await brokenRules(page)).toEqual([])
  await close()

  await atOnce('What was sent')
  expect(await dialog().evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await dialog().getByRole('button', { name: 'Results of cat notes.txt' }).click()
  await dialog().getByText('Ended with 3').first().waitFor()
  await close()
})

test('a dialog of a menu gives the focus back to what opened the menu', async () => {
  const menu = page.getByRole('button', { name: 'All at once' })
  for (const item of ['What was sent', 'Pause']) {
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).press('Enter')
    await dialog().waitFor()
    await close()
    await expect.poll(() => hasFocus(menu), { message: item }).toBe(true)
  }
})

test('many messages are read in a list of their own, and leave room for the lab', async () => {
  const { course, teacher } = lesson
  for (let count = 0; count < 12; count += 1) {
    await teacher.call('classes.sendMessage', {
      course,
      text: `Page ${count} is next.`,
      sandboxes: [ada.sandbox],
    })
  }
  await atOnce('Write a message') // so many that its list scrolls
  await close()
  const theirs = await visitor(browser, platform)
  await theirs.addCookies(cookiesOf(ada))
  const lab = await theirs.newPage()
  await lab.goto(`/s/${ada.sandbox}`)
  await lab.getByText('Page 5 is next.').waitFor()
  await lab.locator('.xterm-screen').waitFor()
  const room = await lab.getByRole('region', { name: 'Messages to you' }).boundingBox()
  expect(room?.height).toBeLessThan(900 / 2)
  await lab.getByRole('heading', { name: 'Look around' }).click({ timeout: 30_000 })
  expect(await brokenRules(lab)).toEqual([])
  await theirs.close()
})

function cookiesOf({ session }: LabStudent) {
  return session.cookie.split('; ').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    return { name, value, url: platform.url }
  })
}

test('pausing all, going on, more time, a reset and its undoing, each with its outcome', async () => {
  for (const [item, act, state] of ACTS) {
    await atOnce(item)
    await button(act).click()
    await dialog().getByText('2 of 2 done').waitFor()
    expect(await brokenRules(page), item).toEqual([])
    await close()
    for (const name of ['Ada Example', 'Bo Example']) {
      await tileOf(name).getByText(state, { exact: true }).waitFor({ timeout: 100_000 })
      if (state === 'Paused') await tileOf(name).getByText(`By ${platform.admin.email}.`).waitFor()
    }
    if (state === 'Paused') await page.getByText('0 running now, 2 paused', { exact: false }).waitFor()
  }
  await atOnce('End')
  await button('Cancel').click()
  await page.getByText('2 running now', { exact: false }).waitFor()
  expect(await ada.fileText('box', '/root/notes.txt')).toBe('from the teacher')
})

const ACTS = [
  ['Pause', 'Pause', 'Paused'],
  ['Go on', 'Go on', 'Running'],
  ['Extend', 'Extend', 'Running'],
  ['Reset', 'Reset', 'Running'],
  ['Undo resets', 'Undo resets', 'Running'],
] as const

test('a raised hand, typing with its student by consent, and a copy to look into', async () => {
  await ada.session.api.sandboxes.raiseHand.mutate({ sandbox: ada.sandbox, note: 'what is a pipe?' })
  await page.getByRole('region', { name: 'Raised hands' }).getByText('what is a pipe?').waitFor()
  expect(await brokenRules(page)).toEqual([])

  await page.getByRole('link', { name: 'Look at the lab of Ada Example' }).first().click()
  await page.getByRole('button', { name: 'Ask to type with them' }).click()
  await page.getByText('Asked to type with them').waitFor()
  expect(await brokenRules(page)).toEqual([])
  const { driveAsk } = await ada.session.api.sandboxes.get.query({ sandbox: ada.sandbox })
  await ada.session.api.sandboxes.allowDriver.mutate({ sandbox: ada.sandbox, user: driveAsk?.id ?? null })
  await page.getByText('You type with them').waitFor()
  await page.getByRole('button', { name: 'Stop typing' }).click()

  await page.getByRole('button', { name: 'Open a copy of the lab of Ada Example' }).click()
  await page.getByRole('heading', { name: 'Copy of the lab of Ada Example' }).waitFor()
  const rows = page.locator('.xterm-rows')
  await expect
    .poll(async () => (await rows.count()) > 0 && (await rows.first().textContent()))
    .toContain('# ')
  await page.locator('.xterm-screen').click()
  await page.keyboard.type('cat notes.txt; echo; echo mine > notes.txt; echo $((40 + 2))')
  await page.keyboard.press('Enter')
  await expect.poll(() => rows.first().textContent()).toContain('from the teacher')
  await expect.poll(() => rows.first().textContent()).toContain('42')
  await page.getByRole('button', { name: 'Run the solution' }).click()
  await page.getByText('It ended with 0.').waitFor()
  expect(await brokenRules(page)).toEqual([])
  expect(await ada.fileText('box', '/root/notes.txt')).toBe('from the teacher')
  await page.getByRole('link', { name: 'To the class' }).click()
  await tileOf('Ada Example').getByText('0 of', { exact: false }).waitFor()
})

test('people are added, invited, imported and removed; labs and results have their dialogs', async () => {
  const { course, teacher } = lesson
  await page.goto(`/courses/${course}/people`)
  for (const name of [
    'Import a list',
    'Add somebody',
    'Invite who is missing',
    'New link',
    'Remove Bo Example',
  ]) {
    await page.getByRole('button', { name, exact: true }).click()
    await dialog().waitFor()
    expect(await brokenRules(page), name).toEqual([])
    await close()
  }
  await page.getByRole('button', { name: 'Invite who is missing' }).click()
  await button('Make links to hand out').click()
  await dialog().getByText('1 link to hand out', { exact: false }).waitFor()
  expect(await brokenRules(page)).toEqual([])
  await close()
  await page.getByRole('button', { name: 'Remove Bo Example' }).click()
  await button('Remove').click()
  await page.getByRole('button', { name: 'Have Bo Example back' }).waitFor()
  const wall = () => teacher.ask<{ member: { name: string } }[]>('classes.wall', { course })
  expect((await wall()).map(({ member }) => member.name)).toEqual(['Ada Example', 'Late Example'])

  await page.goto(`/courses/${course}`)
  for (const name of ['Add a lab', 'Edit First steps in a shell']) {
    await page.getByRole('button', { name, exact: true }).click()
    await dialog().waitFor()
    expect(await brokenRules(page), name).toEqual([])
    await close()
  }
  await page.getByRole('button', { name: 'Edit First steps in a shell', exact: true }).click()
  await button('Remove from the course').click()
  const removal = page.getByRole('dialog', { name: 'Remove First steps in a shell from the course?' })
  await removal.waitFor()
  expect(await brokenRules(page)).toEqual([])
  await removal.getByRole('button', { name: 'Cancel' }).click()
  await removal.waitFor({ state: 'detached' })
  await expect.poll(() => hasFocus(button('Remove from the course'))).toBe(true)
  await close()
  await page.getByRole('row', { name: 'First steps in a shell' }).waitFor()
  for (const tab of ['results', 'settings']) {
    await page.goto(`/courses/${course}/${tab}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await brokenRules(page), tab).toEqual([])
  }
})
