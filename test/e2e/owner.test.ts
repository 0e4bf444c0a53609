import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

const GUEST = { email: 'grace@e2e.example', password: 'a quay with nine cranes' }
let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(() => browser.close())

test('somebody who was invited joins by the link, and may only what their role may', async () => {
  await page.goto(`/t/${platform.admin.tenant}/members`)
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(GUEST.email)
  await dialog.getByLabel('Role').selectOption('Viewer')
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const link = await dialog.locator('code').innerText()
  expect(link).toContain(`${platform.url}/invite/`)

  const guest = await (await visitor(browser, platform)).newPage()
  await guest.goto(link)
  await guest.getByRole('heading', { name: `Join ${platform.admin.tenant}` }).waitFor()
  await guest.getByLabel('Choose a password').fill(GUEST.password)
  await guest.getByRole('button', { name: 'Join' }).click()
  await guest.waitForURL(new RegExp(`/t/${platform.admin.tenant}$`))
  await guest.getByRole('link', { name: 'welcome', exact: true }).first().waitFor()
  expect(await guest.getByRole('link', { name: 'New app' }).count()).toBe(0)
  expect(await guest.getByRole('link', { name: 'Tokens' }).count()).toBe(0)
  await guest.goto('/admin/users')
  await guest.getByRole('heading', { name: 'Only administrators of the platform see this' }).waitFor()
  expect(await guest.getByRole('button', { name: 'Invite a user' }).count()).toBe(0)
  for (const path of ['/new', '/tokens', '/audit', '/apps/welcome/settings', '/apps/welcome/shell']) {
    await guest.goto(`/t/${platform.admin.tenant}${path}`)
    await guest.getByRole('heading', { name: 'Your role does not allow this' }).waitFor()
  }
})

test('a member is removed by typing their address', async () => {
  await page.goto(`/t/${platform.admin.tenant}/members`)
  await page.getByRole('button', { name: `Remove ${GUEST.email}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(GUEST.email)
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => page.getByText(GUEST.email).count()).toBe(0)
})

test('a token is shown once, works, and no longer works when it is revoked', async () => {
  await page.goto(`/t/${platform.admin.tenant}/tokens`)
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('made by a test')
  await dialog.getByRole('button', { name: 'New token' }).click()
  const token = await dialog.getByText(/^berth_/).innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect(await page.getByText(token).count()).toBe(0)
  const ask = () => platform.run(['apps'], { env: { BERTH_TOKEN: token } })
  expect((await ask()).code).toBe(0)
  await page
    .getByRole('row', { name: /made by a test/ })
    .getByRole('button', { name: 'Revoke' })
    .click()
  await page.getByText('made by a test no longer works').waitFor()
  await expect.poll(async () => (await ask()).code, { timeout: 10_000 }).toBe(1)
})
