import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(() => browser.close())

describe('every page has a title of its own', () => {
  test('in the language of who reads', async () => {
    await page.goto(`/t/${platform.admin.tenant}/apps/welcome/releases`)
    await expect.poll(() => page.title()).toBe('Releases · welcome · Berth')
    const chinese = await (await visitor(browser, platform, { locale: 'zh-CN' })).newPage()
    await chinese.goto('/signin')
    await expect.poll(() => chinese.title()).toBe('登录 · Berth')
  })

  test('and has it also when one comes there by a link', async () => {
    await page.goto(`/t/${platform.admin.tenant}`)
    await expect.poll(() => page.title()).toBe('Apps · Berth')
    await page.getByRole('link', { name: 'welcome', exact: true }).first().click()
    await expect.poll(() => page.title()).toBe('welcome · Berth')
    await page.getByRole('link', { name: 'Deploys', exact: true }).click()
    await expect.poll(() => page.title()).toBe('Deploys · welcome · Berth')
  })
})

describe('what is not there answers 404, says so in words, and leads back', () => {
  const tenant = () => `/t/${platform.admin.tenant}`
  const missing: readonly { path: () => string; says: string; back: string }[] = [
    { path: () => `${tenant()}/apps/nowhere/logs`, says: 'App nowhere not found', back: 'All apps' },
    {
      path: () => `${tenant()}/images/nowhere/at-all`,
      says: 'Repository nowhere/at-all not found',
      back: 'All images',
    },
    {
      path: () => `${tenant()}/apps/welcome/releases/9999`,
      says: 'Release #9999 not found',
      back: 'All releases',
    },
    { path: () => '/t/nobody', says: 'Tenant nobody not found', back: 'Go home' },
    { path: () => '/no/such/page', says: 'There is nothing here', back: 'Go home' },
  ]
  test.each(missing)('$says', async ({ path, says, back }) => {
    const answer = await page.goto(path())
    expect(answer?.status()).toBe(404)
    await page.getByText(says).waitFor()
    await page.getByRole('link', { name: back, exact: true }).last().click() // a release's page has one above, too
    await page.waitForURL(new RegExp(`${tenant()}(/images|/apps/welcome/releases)?$`))
  })

  test('but who is not signed in is told nothing about it', async () => {
    const stranger = await (await visitor(browser, platform)).newPage()
    expect((await stranger.goto(`${tenant()}/apps/nowhere`))?.status()).toBe(200)
    await stranger.waitForURL(/\/signin/)
  })
})
