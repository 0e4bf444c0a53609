import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

const APP = 'page-folder'
let platform: TestPlatform
let browser: Browser
let page: Page
let folder: string

beforeAll(async () => {
  platform = await sharedPlatform()
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'berth-e2e-source-')), APP)
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser.close()
  await rm(path.dirname(folder), { recursive: true })
  await platform.run(['destroy', APP, '--yes'])
})

async function choose() {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a folder' }).click(),
  ])
  await chooser.setFiles(folder)
}

test('a folder that nothing says how to build says what was looked for, and is not sent', async () => {
  await mkdir(path.join(folder, 'logs'), { recursive: true })
  await writeFile(path.join(folder, 'readme.txt'), 'hello')
  await page.goto(`/t/${platform.admin.tenant}/new/source`)
  await choose()
  await page.getByText('Nothing says how this is built', { exact: true }).waitFor()
  await page.getByText(/Looked for: Dockerfile; package\.json/).waitFor()
})

test('a folder is planned in the page, without what is ignored, then built and shown as it builds', async () => {
  await writeFile(path.join(folder, '.gitignore'), 'logs/\n')
  await writeFile(path.join(folder, 'logs', 'old.log'), 'old')
  const lines = ['FROM library/welcome as base', 'COPY . /source', 'RUN test ! -e /source/logs']
  await writeFile(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
  await choose()
  await page.getByText('One file or folder is left out').waitFor()
  await page.getByText('RUN test ! -e /source/logs').first().waitFor()
  await page.getByText('One warning').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(APP)
  await page.getByRole('button', { name: 'Build and deploy' }).click()
  await page.waitForURL(new RegExp(`/apps/${APP}/builds/`))
  await page.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: 60_000 })
  // a step that ended may be folded
  await page.getByText('RUN test ! -e /source/logs').first().waitFor({ state: 'attached' })
})
