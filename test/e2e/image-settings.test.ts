import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { hasFocus, tabTo } from '../support/keyboard.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'
import { copyImage } from '../support/skopeo.ts'

const NAME = 'zy-settings'

let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  const { tenant, token } = platform.admin
  const host = new URL(platform.url).host
  for (const tag of ['v1', 'v2'])
    await copyImage(host, token, 'library/busybox:latest', `${tenant}/${NAME}:${tag}`)
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
  await page.goto(`/t/${tenant}/images/settings`)
  await page.getByRole('heading', { name: 'Image settings', level: 1 }).waitFor()
})

afterAll(async () => {
  await browser.close()
  await platform.run(['images', 'delete', NAME, '--yes'])
})

const panel = (name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
const addTo = (name: string) => panel(name).getByRole('button', { name: 'Add a rule' })
const dialog = () => page.getByRole('dialog')

test('by keyboard alone a tag is protected, and given free again', async () => {
  await tabTo(page, addTo('Protected tags'))
  await page.keyboard.press('Enter')
  await tabTo(page, dialog().getByLabel('Repositories'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(NAME)
  await tabTo(page, dialog().getByLabel('Tags'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('v1')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const row = panel('Protected tags').getByRole('row', { name: `${NAME}:v1` })
  await row.getByText('never points to another image').waitFor()
  // whoever closed the dialog goes on where they were
  await expect.poll(() => hasFocus(addTo('Protected tags'))).toBe(true)
  const { tenant, token } = platform.admin
  const moving = copyImage(
    ...([new URL(platform.url).host, token, 'library/welcome:latest', `${tenant}/${NAME}:v1`] as const),
  )
  await expect(moving).rejects.toThrow()
  await tabTo(page, page.getByRole('button', { name: `Remove the rule for ${NAME}:v1` }))
  await page.keyboard.press('Enter')
  await row.waitFor({ state: 'detached' })
})

test('by keyboard alone one sees what a rule would take, makes it, and takes it away', async () => {
  await tabTo(page, addTo('Retention'))
  await page.keyboard.press('Enter')
  await tabTo(page, dialog().getByLabel('Repositories'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(NAME)
  await tabTo(page, dialog().getByLabel('Keep the newest'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1')
  await tabTo(page, dialog().getByRole('button', { name: 'See what would go' }))
  await page.keyboard.press('Space')
  await dialog().getByText('One of the newest 1').first().waitFor()
  await dialog().getByText('A rule names it, and none keeps it').first().waitFor()
  await tabTo(page, dialog().getByRole('button', { name: 'Add a rule' }))
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const row = panel('Retention').getByRole('row', { name: `${NAME}:*` })
  await row.getByText('keeps the newest 1').waitFor()
  await tabTo(page, panel('Retention').getByRole('button', { name: 'What the rules do now' }))
  await page.keyboard.press('Enter')
  await panel('Retention').getByText('A rule names it, and none keeps it').first().waitFor()
  await tabTo(page, page.getByRole('button', { name: `Remove the rule for ${NAME}:*` }))
  await page.keyboard.press('Enter')
  await row.waitFor({ state: 'detached' })
})

test('a dialog that is left by Escape makes nothing, and a webhook to a private address is refused with the setting', async () => {
  const { tenant } = platform.admin
  await tabTo(page, addTo('Protected tags'))
  await page.keyboard.press('Enter')
  await dialog().waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await page.goto(`/t/${tenant}/webhooks`)
  await tabTo(page, page.getByRole('button', { name: 'Add webhook' }).first())
  await page.keyboard.press('Enter')
  await tabTo(page, dialog().getByLabel('Name'))
  await page.keyboard.type('ci')
  await tabTo(page, dialog().getByLabel('Address'))
  await page.keyboard.type('http://10.0.0.1:8080/hook')
  await page.keyboard.press('Enter')
  await dialog().getByText('BERTH_OUTBOUND_ALLOW').first().waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})
