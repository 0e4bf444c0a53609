import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

// last by name: who signs in lands at the first of theirs
const FRESH = 'zz-fresh'
let platform: TestPlatform
let browser: Browser

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
})

afterAll(() => browser.close())

test('who is not signed in is brought to the door, and afterwards to where they wanted', async () => {
  const page = await (await visitor(browser, platform)).newPage()
  await page.goto(`/t/${platform.admin.tenant}/images`)
  await page.waitForURL(/\/signin\?next=/)
  await page.getByLabel('E-mail').fill(platform.admin.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('E-mail or password is wrong.').waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(platform.admin.email)
  await page.getByLabel('Password').fill(platform.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(new RegExp(`/t/${platform.admin.tenant}/images$`))
})

test('what is typed before the scripts of the page run is kept, and goes when they do', async () => {
  const page = await (await visitor(browser, platform)).newPage()
  const { promise: slowLink, resolve: arrive } = Promise.withResolvers<void>()
  await page.route('**/*.js', (route) => slowLink.then(() => route.continue()))
  await page.goto('/signin', { waitUntil: 'commit' })
  await page.getByLabel('E-mail').fill(platform.admin.email)
  await page.getByLabel('Password').fill(platform.admin.password)
  await page.getByLabel('Password').press('Enter')
  const button = page.getByRole('button', { name: 'Sign in' })
  expect(await button.isDisabled()).toBe(true)
  expect(page.url()).toBe(`${platform.url}/signin`)
  arrive()
  await button.click()
  await page.waitForURL(/\/t\//)
})

test('a page comes with its words, and not with those of all other pages', async () => {
  const page = await (await visitor(browser, platform)).newPage()
  const html = await (await page.request.get('/signin')).text()
  expect(html).toContain('E-mail')
  expect(html.length).toBeLessThan(50_000)
})

test('the first visit shows something that runs, and that it is live', async () => {
  const page = await signIn(await visitor(browser, platform), platform.admin)
  await page.getByRole('link', { name: 'welcome', exact: true }).first().waitFor()
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
})

test('the first steps go by what the tenant has, and are dismissed for every browser', async () => {
  const page = await signIn(await visitor(browser, platform), platform.admin)
  await page.getByRole('button', { name: /, switch$/ }).click()
  await page.getByRole('menuitem', { name: 'New tenant' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(FRESH)
  await page.getByRole('dialog').getByRole('button', { name: 'New tenant' }).click()
  await page.waitForURL(new RegExp(`/t/${FRESH}$`))
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.waitFor()
  expect(await steps.getByText('(done)').count()).toBe(0)
  await page.goto(`/t/${FRESH}/members`)
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('dialog').getByLabel('E-mail').fill('first@e2e.example')
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('dialog').locator('code').waitFor()
  await page.goto(`/t/${FRESH}`)
  await expect.poll(() => steps.getByText('(done)').count()).toBe(1)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.poll(() => steps.count()).toBe(0)
  const elsewhere = await signIn(await visitor(browser, platform), platform.admin)
  await elsewhere.goto(`/t/${FRESH}`)
  await elsewhere.getByText('No apps yet').waitFor()
  await elsewhere.waitForLoadState('networkidle')
  expect(await elsewhere.getByRole('heading', { name: 'First steps' }).count()).toBe(0)
})

test('the keyboard reaches every page, and lists its ways', async () => {
  const page = await signIn(await visitor(browser, platform), platform.admin)
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('heading', { name: 'Images', level: 1 }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Find an app, a page, an action…').fill('shell in welcome')
  await page.getByRole('option', { name: 'Shell in welcome' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/apps\/welcome\/shell$/)
})

test('a page breaks no content policy', async () => {
  const context = await visitor(browser, platform)
  const refused: string[] = []
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text())
  })
  const page = await signIn(context, platform.admin)
  await page.goto(`/t/${platform.admin.tenant}/apps/welcome/shell`)
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor()
  expect(refused).toEqual([])
})
