import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { TestPlatform } from './platform.ts'

/** Debian's Chromium; without these flags it looks up hosts of its maker at every start. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
}

export type Visitor = {
  readonly locale?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
  readonly width?: number
}

/** A browser profile of its own. */
export async function visitor(
  browser: Browser,
  platform: TestPlatform,
  { locale = 'en', theme = 'light', width = 1440 }: Visitor = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: platform.url,
    locale,
    viewport: { width, height: width < 500 ? 800 : 900 },
  })
  await context.addCookies([{ name: 'berth-theme', value: theme, url: platform.url }])
  context.setDefaultTimeout(30_000)
  return context
}

/** Signs in at the door as a person does, and returns the page of their tenant. */
export async function signIn(
  context: BrowserContext,
  who: { readonly email: string; readonly password: string },
): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/signin')
  await page.locator('input[type=email]').fill(who.email)
  await page.locator('input[type=password]').fill(who.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/t\//)
  return page
}
