import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'

/** Where pictures of a journey's stations are put; none are taken without it. */
const FOLDER = process.env['BERTH_TEST_SCREENSHOTS']
const HEIGHT = 900

/** What somebody sees where they are: light and dark, on a desk and on a telephone; and in Chinese, where one can go by an address. */
export async function station(page: Page, name: string, chinese?: Page): Promise<void> {
  if (FOLDER === undefined) return
  await mkdir(FOLDER, { recursive: true })
  const taken = async (from: Page, kind: string, fullPage = true) => {
    await from.screenshot({
      path: path.join(FOLDER, `${name}-${kind}.png`),
      fullPage,
      animations: 'disabled',
    })
  }
  await page.waitForLoadState('networkidle')
  const size = page.viewportSize() ?? { width: 1440, height: HEIGHT }
  const isDialog = (await page.getByRole('dialog').count()) > 0
  await taken(page, 'light', !isDialog)
  await page.evaluate(() => document.documentElement.classList.replace('light', 'dark'))
  await taken(page, 'dark', !isDialog)
  await page.setViewportSize({ width: 380, height: HEIGHT })
  await taken(page, 'dark-380', !isDialog)
  await page.evaluate(() => document.documentElement.classList.replace('dark', 'light'))
  await page.setViewportSize(size)
  if (chinese === undefined || isDialog) return
  await chinese.goto(page.url())
  await chinese.locator('main h1, main h2').first().waitFor()
  await chinese.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
  await taken(chinese, 'zh')
}
