import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { brokenRules } from '../support/broken-rules.ts'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { type GuestCourse, openGuestCourse } from '../support/guest-course.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

vi.setConfig({ testTimeout: 600_000 })

let platform: TestPlatform
let lesson: GuestCourse
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  lesson = await openGuestCourse(platform, {
    ...{ name: 'first-lesson', title: 'First lesson', lab: 'shell-basics' },
  })
  browser = await openBrowser()
  page = await (await visitor(browser, platform)).newPage()
})

afterAll(async () => {
  await browser.close()
  await lesson?.teacher.call('courses.archive', { course: lesson.course })
})

test('a guest comes to a lesson by its link, works in a terminal and in files, and is checked', async () => {
  await page.goto(`/join/${lesson.code}`)
  expect(await brokenRules(page)).toEqual([])
  await page.getByLabel('Your name').fill('Ada Example')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  const start = page.getByRole('button', { name: 'Start First steps in a shell' })
  await start.waitFor()
  expect(await brokenRules(page)).toEqual([])
  await start.click()
  await page.getByText('Welcome, Ada Example.', { exact: false }).waitFor({ timeout: 100_000 })

  await typeAtOnce('echo $((6 * 7)) is what comes back') // before the first prompt
  await screenHas('42 is what comes back')
  await check('There is a folder').click()
  await page.getByText('Not yet', { exact: true }).first().waitFor()
  await readOut('Check: There is a folder')
  await type('mkdir work')
  await expect
    .poll(async () => {
      await check('There is a folder').click()
      return page.getByText('Passed', { exact: true }).count()
    })
    .toBeGreaterThan(0)

  await page.getByRole('button', { name: 'Files' }).click()
  const files = page.getByRole('region', { name: 'Files' })
  await files.getByRole('button', { name: 'work', exact: true }).click()
  await files.getByRole('button', { name: 'New file' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('hello.txt')
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click()
  const editor = files.getByRole('textbox', { name: '/root/work/hello.txt' })
  await editor.fill('hello from the page')
  await files.getByRole('button', { name: 'Save', exact: true }).click()
  await files.getByText('not saved').last().waitFor({ state: 'detached' })
  await type('cat work/hello.txt; echo; echo and from here > work/hello.txt; echo both')
  await screenHas('hello from the page')
  await screenHas('both')
  await editor.fill('hello again')
  await files.getByRole('button', { name: 'Save', exact: true }).click()
  await files.getByText('Something else changed this file meanwhile.').waitFor()
  await files.getByRole('button', { name: 'Save mine over it' }).click()
  await files.getByText('not saved').last().waitFor({ state: 'detached' })
  expect(await brokenRules(page)).toEqual([])
})

test('a screen reader finds everything by its name, and the terminal’s own words when it asks for them', async () => {
  const tree = () => page.locator('body').ariaSnapshot()
  expect(nameless(await tree())).toEqual([])
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Instructions' }).waitFor()
  await page.getByRole('region', { name: 'Checks' }).waitFor()
  const lines = terminal(1).getByRole('listitem').filter({ hasText: 'both' })
  expect(await lines.count()).toBe(0)
  await page.getByRole('button', { name: 'For screen readers' }).click()
  await lines.first().waitFor()
  expect(nameless(await tree())).toEqual([])
  expect(await brokenRules(page)).toEqual([])
  await page.getByRole('button', { name: 'For screen readers' }).click()
})

test('who teaches sees it on the wall, comes when a hand is raised, and finds the result', async () => {
  await page.getByRole('button', { name: 'Ask for help' }).click()
  const wall = await signIn(await visitor(browser, platform), platform.admin)
  await wall.goto(`/courses/${lesson.course}/class`)
  const tile = wall.getByRole('listitem').filter({ hasText: 'Ada Example' })
  await expect.poll(() => tile.locator('pre').textContent()).toContain('hello from the page')
  expect(await brokenRules(wall)).toEqual([])
  await tile.getByRole('button', { name: 'I help Ada Example' }).click()
  await page.getByRole('button', { name: 'Somebody is coming' }).waitFor()
  await readOut('Somebody is coming')
  await tile.getByRole('button', { name: 'Done with Ada Example' }).click()
  await page.getByRole('button', { name: 'Ask for help' }).waitFor()

  await wall.goto(`/courses/${lesson.course}/results`)
  const row = wall.getByRole('row').filter({ hasText: 'Ada Example' })
  await expect.poll(() => row.textContent()).toMatch(/there is a folder/i)
  expect(await brokenRules(wall)).toEqual([])
  await wall.context().close()
})

test('another visit finds the terminals as they were; a reset is taken back with what was there', async () => {
  await page.getByRole('button', { name: 'New terminal' }).click()
  await page.getByRole('region', { name: 'Terminal 2: box' }).waitFor()
  await type('echo the second $((40 + 1))', 2)
  await screenHas('the second 41', 2)
  await page.reload()
  await page.getByRole('button', { name: '2: box' }).click()
  await screenHas('the second 41', 2)

  await menu('Reset')
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect.poll(written, { timeout: 100_000 }).toContain('No such file')
  await menu('Undo the reset')
  await expect.poll(written, { timeout: 100_000 }).toContain('hello again')
})

test('a folder goes into the lab as a whole, and comes back as an archive', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'berth-folder-'))
  const folder = path.join(outside, 'site')
  await mkdir(path.join(folder, 'css'), { recursive: true })
  await writeFile(path.join(folder, 'index.html'), 'from my own machine')
  await writeFile(path.join(folder, 'css', 'site.css'), 'body {}')
  await page.getByRole('button', { name: 'Files' }).click()
  const files = page.getByRole('region', { name: 'Files' })
  const open = (name: string) => files.getByRole('button', { name, exact: true }).click()
  await open('work')
  await files.locator('input[type=file]').last().setInputFiles(folder)
  await open('site')
  await open('css')
  await files.getByRole('button', { name: 'site.css', exact: true }).waitFor()
  await rm(outside, { recursive: true })
  await open('root/')
  await files.getByRole('button', { name: 'More for work' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download as .tar' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('work.tar')
  const archive = await buffer(await download.createReadStream())
  for (const part of ['work/site/css/site.css', 'from my own machine', 'hello again']) {
    expect(archive.includes(part), part).toBe(true)
  }
  expect(await brokenRules(page)).toEqual([])
})

test('a large folder says how far it is, and when it does not come as a whole', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'berth-folder-'))
  const picked = async (name: string, files: number, bytes: number) => {
    const folder = path.join(outside, name)
    await mkdir(folder)
    for (let i = 0; i < files; i++) await writeFile(path.join(folder, `f-${i}`), 'x'.repeat(bytes))
    return folder
  }
  const folders = page.getByRole('region', { name: 'Files' }).locator('input[type=file]').last()
  await folders.setInputFiles(await picked('many', 200, 1))
  await page.getByText(/^Uploading “many”: \d+ of 200 files$/).waitFor()
  await page.getByText('Uploading “many”').waitFor({ state: 'detached', timeout: 100_000 })

  await type("dd if=/dev/zero of=most bs=1M count=28; echo little is le''ft")
  await screenHas('little is left')
  await folders.setInputFiles(await picked('heavy', 20, 500_000))
  await page.getByText(/^“heavy” did not come as a whole: \d+ of 20 files are there/).waitFor()
  await rm(outside, { recursive: true })
})

test('a first visit comes to its prompt over few bytes: many have a slow link', async () => {
  const first = await again()
  await first.goto(page.url())
  await hasPrompt(first)
  const loaded = await loadedBy(first)
  const kibOf = (ending: string) =>
    loaded.reduce((sum, { name, bytes }) => sum + (name.endsWith(ending) ? bytes : 0), 0) / 1024
  const bytes = { script: kibOf('.js'), fonts: kibOf('.woff2'), styles: kibOf('.css') }
  expect(bytes.script).toBeGreaterThan(0)
  expect(bytes.script).toBeLessThan(380)
  expect(bytes.fonts).toBeLessThan(95)
  expect(bytes.styles).toBeLessThan(15)
  await first.context().close()
})

test('on a slow link the terminal comes first, and then our fonts', async () => {
  const slow = await again()
  const cdp = await slow.context().newCDPSession(slow)
  const link = { latency: 100, downloadThroughput: 40_000, uploadThroughput: 40_000 }
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...link })
  await slow.goto(page.url(), { waitUntil: 'commit' })
  await hasPrompt(slow)
  await expect.poll(() => slow.evaluate(() => document.fonts.check('1em "Inter Variable"'))).toBe(true)
  const loaded = await loadedBy(slow)
  const terminals = loaded.reduce((most, one) =>
    one.name.endsWith('.js') && one.bytes > most.bytes ? one : most,
  )
  const fonts = loaded.filter(({ name }) => name.endsWith('.woff2'))
  expect(Math.min(...fonts.map(({ from }) => from))).toBeGreaterThan(terminals.until)
  expect(await slow.locator('html.late-fonts').count()).toBe(0)
  await slow.context().close()
})

/** The same guest in another browser, which has nothing of the page yet. */
async function again(): Promise<Page> {
  const other = await visitor(browser, platform)
  await other.addCookies(await page.context().cookies())
  return other.newPage()
}

/** What came beside the page itself: bytes as they were sent, and milliseconds since it was asked for. */
function loadedBy(where: Page) {
  return where.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => {
      const { name, transferSize, startTime, responseEnd } = entry as PerformanceResourceTiming
      return { name: new URL(name).pathname, bytes: transferSize, from: startTime, until: responseEnd }
    }),
  )
}

async function hasPrompt(where: Page): Promise<void> {
  const rows = where.getByRole('region', { name: 'Terminal 1: box' }).locator('.xterm-rows')
  await rows.filter({ hasText: '# ' }).waitFor({ timeout: 100_000 })
}

const terminal = (number: number) => page.getByRole('region', { name: `Terminal ${number}: box` })

async function type(line: string, number = 1): Promise<void> {
  await screenHas('# ', number)
  await typeAtOnce(line, number)
}

async function typeAtOnce(line: string, number = 1): Promise<void> {
  await terminal(number).locator('.xterm-screen').click()
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

async function screenHas(text: string, number = 1): Promise<void> {
  const rows = terminal(number).locator('.xterm-rows')
  await expect.poll(() => rows.textContent()).toContain(text)
}

/** Said to who does not see the page. */
async function readOut(text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).first().waitFor({ state: 'attached' })
}

/** What somebody can use or go to, and is not told what it is. */
function nameless(tree: string): string[] {
  return tree.split('\n').filter((line) => NAMELESS.test(line))
}

const NAMELESS =
  /^\s*- (?:button|link|textbox|checkbox|combobox|menuitem|tab|region|dialog|heading|img)\b(?! ")/

const check = (title: string) => page.getByRole('button', { name: `Check: ${title}` })

async function menu(item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** What a shell says of the file now; nothing while there is none. */
async function written(): Promise<string> {
  if ((await terminal(1).count()) === 0) return ''
  await type('clear; cat work/hello.txt; echo')
  return (await terminal(1).locator('.xterm-rows').textContent()) ?? ''
}
