import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { deployBusybox } from '../support/deploy.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

const APP = 'page-hostile'
const HOSTILE = `"'><script>window.pwned=1</script><img src=x onerror=window.pwned=2>`
/** another text, because a log shows nothing of what the environment keeps secret */
const HOSTILE_VALUE = `'><svg onload=window.pwned=3>`
let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
  const writesIt = ['sh', '-c', 'while :; do echo "$0"; sleep 1; done', HOSTILE]
  await deployBusybox(platform, APP, writesIt, ['--env', `TEXT=${HOSTILE_VALUE}`])
})

afterAll(async () => {
  await browser.close()
  await platform.run(['destroy', APP, '--yes'])
})

const isUnharmed = async () => {
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  expect(await page.locator('img[src=x]').count()).toBe(0)
}

test('a hostile log line is shown as the text that it is', async () => {
  await page.goto(`/t/${platform.admin.tenant}/apps/${APP}/logs`)
  await page.getByRole('log').getByText('onerror=').first().waitFor()
  await isUnharmed()
})

test.each(['', '/env', '/releases', '/deploys', '/events', '/settings'])(
  'nothing of a hostile command or value is executed on the page of its app at "%s"',
  async (tab) => {
    await page.goto(`/t/${platform.admin.tenant}/apps/${APP}${tab}`)
    await page.getByRole('heading').first().waitFor()
    await isUnharmed()
  },
)

test('a hostile image or app name in the address or the form stays text', async () => {
  await page.goto(`/t/${platform.admin.tenant}/new?image=${encodeURIComponent(HOSTILE)}`)
  await page.getByLabel('Image reference').fill(HOSTILE)
  await page.getByLabel('Name').fill('page-never')
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await page.waitForTimeout(1_000) // what the refusal says is written meanwhile
  await isUnharmed()
  await page.goto(`/t/${platform.admin.tenant}/apps/${encodeURIComponent(HOSTILE)}`)
  await isUnharmed()
})

test('a script that got into the page would not run', async () => {
  await page.goto(`/t/${platform.admin.tenant}`)
  const blocked = page.waitForEvent('console', { predicate: (line) => /Content Security/.test(line.text()) })
  await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), HOSTILE)
  await blocked
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
})
