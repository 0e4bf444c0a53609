import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { deployBusybox, serveText } from '../support/deploy.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

const APP = 'page-jobs'
let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  await deployBusybox(platform, APP, serveText('quay'), ['--port', '8080'])
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser.close()
  await platform.run(['destroy', APP, '--yes'])
})

const jobsPage = () => `/t/${platform.admin.tenant}/apps/${APP}/jobs`

test('a command is run from the page, shows its log while it runs, and is canceled', async () => {
  await page.goto(jobsPage())
  await page.getByText(`berth run ${APP} -- ls -l`, { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Run a command' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Command', { exact: true }).fill("sh -c 'echo")
  await dialog.getByText('A quote is left open.').waitFor()
  await dialog
    .getByLabel('Command', { exact: true })
    .fill(`sh -c 'trap "exit 3" TERM; echo "from  the page"; while :; do sleep 1; done'`)
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await page.waitForURL(new RegExp(`${jobsPage()}/job_`))
  await page.getByText('from  the page', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Canceled', { exact: true }).waitFor()
  await page.getByText('Canceled by', { exact: false }).waitFor()

  await page.reload()
  await page.getByText('from  the page', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'All jobs' }).click()
  await page.getByRole('list', { name: 'Runs' }).getByText('Canceled', { exact: true }).waitFor()
})

test('a cron entry comes with a release, is run, held, let go on, and goes with another release', async () => {
  await page.goto(jobsPage())
  await page.getByRole('button', { name: 'Add an entry' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Saving makes a new release').waitFor()
  await dialog.getByLabel('Name').fill('nightly')
  await dialog.getByLabel('Schedule').fill('0 3 * * *')
  await dialog.getByText('Every day at 03:00').waitFor()
  await dialog.getByLabel('Command', { exact: true }).fill('echo swept')
  await dialog.getByRole('button', { name: 'Save as a new release' }).click()
  const row = page.getByRole('list', { name: 'Cron entries' }).getByRole('listitem')
  await row.getByText('Every day at 03:00').waitFor()

  await row.getByRole('button', { name: 'Pause nightly' }).click()
  await row.getByText('Paused by').waitFor()
  await row.getByRole('button', { name: 'Resume nightly' }).click()
  await row.getByText('Next:').waitFor()

  await row.getByRole('button', { name: 'Run nightly now' }).click()
  await page.getByText('Succeeded', { exact: true }).waitFor()
  await page.getByText('swept', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'All jobs' }).click()
  await row.getByText('Succeeded', { exact: true }).waitFor()

  await row.getByRole('button', { name: 'Remove nightly' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Nothing runs by the clock yet.').waitFor()
  expect(await page.getByRole('list', { name: 'Runs' }).getByText('Cron nightly').count()).toBe(1)
})
