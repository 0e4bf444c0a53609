import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

let platform: TestPlatform
let browser: Browser

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
})

afterAll(() => browser.close())

const PAGES = [
  '',
  '/new',
  '/images',
  '/images/settings',
  '/activity',
  '/members',
  '/tokens',
  '/webhooks',
  '/quota',
  '/audit',
  '/apps/welcome',
  '/apps/welcome/deploys',
  '/apps/welcome/releases',
  '/apps/welcome/releases/1',
  '/apps/welcome/logs',
  '/apps/welcome/shell',
  '/apps/welcome/env',
  '/apps/welcome/events',
  '/apps/welcome/settings',
].map((path) => (tenant: string) => `/t/${tenant}${path}`)
const OTHERS = [
  '/account',
  '/admin/users',
  '/admin/tenants',
  '/admin/nodes',
  '/admin/storage',
  '/admin/mirrors',
  '/mirrors',
].map((path) => () => path)

/** Waits for content: no skeleton is left. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('main h1, main h2').first().waitFor()
  await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 30_000 }).toBe(0)
}

/** A few pages a test, so that each of them has time enough on a busy machine. */
const SOME = 7
const ALL = [...PAGES, ...OTHERS]
const PARTS = Array.from({ length: Math.ceil(ALL.length / SOME) }, (_, i) => ({
  part: i + 1,
  paths: ALL.slice(i * SOME, (i + 1) * SOME),
}))

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(PARTS)(
    'no page breaks a rule of WCAG AA that a machine can see (part $part)',
    async ({ paths }) => {
      const context = await visitor(browser, platform, { theme })
      const page = await signIn(context, platform.admin)
      for (const path of paths) {
        const address = path(platform.admin.tenant)
        await open(page, address)
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze()
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
        expect(found, address).toEqual([])
      }
      await context.close()
    },
  )
})

describe('at 380 px', () => {
  test.each([
    { locale: 'en', theme: 'light' },
    { locale: 'zh-CN', theme: 'dark' },
  ] as const)('nothing is wider than the screen ($locale, $theme)', async ({ locale, theme }) => {
    const page = await signIn(await visitor(browser, platform, { width: 380, locale, theme }), platform.admin)
    for (const path of ALL) {
      const address = path(platform.admin.tenant)
      await open(page, address)
      expect(await page.evaluate(tooWide), address).toEqual([])
    }
  })

  test('the menu leads everywhere', async () => {
    const page = await signIn(await visitor(browser, platform, { width: 380 }), platform.admin)
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Members' }).click()
    await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor()
  })
})

/** In the page: the page itself where it scrolls sideways, and lists whose cells are cut off. */
function tooWide(): string[] {
  const page = document.documentElement
  const cut = [...document.querySelectorAll('.cards')].filter((list) => list.scrollWidth > list.clientWidth)
  return [
    ...(page.scrollWidth > page.clientWidth ? [`the page: ${page.scrollWidth}`] : []),
    ...cut.map((list) => `${list.getAttribute('aria-label')}: ${list.scrollWidth}`),
  ]
}

test('who reads Chinese is served in Chinese, from the door on', async () => {
  const context = await visitor(browser, platform, { locale: 'zh-CN' })
  const door = await context.newPage()
  await door.goto('/signin')
  await door.getByRole('heading', { name: '登录' }).waitFor()
  expect(await door.locator('html').getAttribute('lang')).toBe('zh-CN')
  const page = await signIn(context, platform.admin)
  await page.getByRole('heading', { name: '应用', level: 1 }).waitFor()
  await page.getByText('运行中').first().waitFor()
})

test('the language and the theme are chosen in the account, and stay', async () => {
  const page = await signIn(await visitor(browser, platform), platform.admin)
  await page.goto('/account')
  await page.getByLabel('Theme').selectOption('Dark')
  await page.getByLabel('Language').selectOption('简体中文')
  await page.getByRole('heading', { name: '账户', level: 1 }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '账户', level: 1 }).waitFor()
  expect(await page.locator('html').getAttribute('class')).toBe('dark')
  await page.getByLabel('语言').selectOption('English')
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor()
})
