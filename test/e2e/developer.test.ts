import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { deployBusybox } from '../support/deploy.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'
import { visit } from '../support/visit.ts'

const BY_PAGE = 'by-page'
const HELLO = 'page-hello'
const SMALL = 'page-small'
const BROKEN = 'page-broken'
let platform: TestPlatform
let browser: Browser
let page: Page

beforeAll(async () => {
  platform = await sharedPlatform()
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser.close()
  for (const app of [BY_PAGE, HELLO, SMALL, BROKEN]) await platform.run(['destroy', app, '--yes'])
})

const appPage = (app: string, tab = '') => `/t/${platform.admin.tenant}/apps/${app}${tab}`

/** GREETING as a process of the app sees it */
const greeting = async () =>
  (await platform.run(['exec', HELLO, '--', 'sh', '-c', 'echo "[$GREETING]"'])).stdout

test('an image that is not there says so in words, and the form keeps what was typed', async () => {
  await page.goto(`/t/${platform.admin.tenant}/new`)
  await page.getByLabel('Image reference').fill('nowhere:9')
  await page.getByLabel('Name').fill(BY_PAGE)
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await page
    .getByText(/nowhere:9 not found/)
    .first()
    .waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe(BY_PAGE)
})

test('an app is deployed from the library by mouse, and answers at its address', async () => {
  await page.getByLabel('Image reference').fill('library/welcome')
  await page.getByRole('button', { name: 'library/welcome' }).click()
  await page.getByLabel('Image reference').fill('library/welcome')
  await page.getByLabel('Name').fill(BY_PAGE)
  await page.getByLabel('Port').fill('8080')
  await page.getByText('More options').click()
  await page.getByLabel('Memory', { exact: true }).fill('64M')
  await page
    .getByText(`berth deploy ${BY_PAGE} --image library/welcome --port 8080 --memory 64M --wait`)
    .waitFor()
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await page.waitForURL(new RegExp(`${appPage(BY_PAGE)}$`))
  await page.getByText('Succeeded').waitFor()
  const address = await page.getByRole('link', { name: new RegExp(`^${BY_PAGE}--`) }).getAttribute('href')
  expect((await visit(address ?? '')).status).toBe(200)
})

test('how it runs is changed in the settings, and the release says what changed', async () => {
  await page.goto(appPage(BY_PAGE, '/settings'))
  await page.getByLabel('Ulimits').fill('foo=3')
  const apply = page.getByRole('button', { name: 'Apply as new release' }).nth(1)
  await apply.click()
  await page.getByText('Write it as nofile=1024.').waitFor()
  await page.getByLabel('Ulimits').fill('nofile=512')
  await page.getByLabel('Folders in memory', { exact: true }).fill('/tmp:1M')
  await apply.click()
  await page.getByText('Release #2 is on its way').waitFor()
  await page.goto(appPage(BY_PAGE, '/releases'))
  await page.getByRole('link', { name: '#2' }).click()
  await page.getByRole('heading', { name: 'What changed since #1' }).waitFor()
  for (const changed of ['nofile=512', '/tmp 1 MiB']) {
    expect(await page.getByText(changed, { exact: true }).count(), changed).toBe(2)
  }
  await expect.poll(() => page.getByText('Live', { exact: true }).count(), { timeout: 60_000 }).toBe(2)
})

test('an app that is scaled to zero says so, and one click starts it again', async () => {
  await platform.run(['scale', BY_PAGE, 'web=0', '--wait'])
  await page.goto(appPage(BY_PAGE))
  await page.getByText('Scaled to zero', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Start one instance' }).click()
  await page.getByText('Running', { exact: true }).first().waitFor()
})

test('a line that the app writes appears while one looks', async () => {
  await deployBusybox(platform, HELLO, ['sh', '-c', 'while :; do echo "tick $(date +%s)"; sleep 1; done'])
  await page.goto(appPage(HELLO, '/logs'))
  const log = page.getByRole('log')
  await log
    .getByText(/^tick \d+$/)
    .first()
    .waitFor()
  const before = await log.getByText(/^tick/).count()
  await expect.poll(() => log.getByText(/^tick/).count(), { timeout: 15_000 }).toBeGreaterThan(before)
})

test('what is being read stays put while new lines come', async () => {
  await page.getByRole('button', { name: 'Follow new lines' }).click()
  const log = page.getByRole('log')
  const at = () => log.evaluate((element) => element.scrollTop)
  const before = await at()
  await page.waitForTimeout(2_500)
  expect(await at()).toBe(before)
})

test('a shell takes what is typed, and comes back with its screen after a reload', async () => {
  await page.goto(appPage(HELLO, '/shell'))
  await page.getByText('Connected').waitFor()
  await page.locator('.xterm-screen').click()
  await page.keyboard.type('echo typed-$((40 + 2))\n')
  const rows = page.locator('.xterm-rows')
  await rows.getByText('typed-42').first().waitFor()
  await page.reload()
  await page.getByText('Connected').waitFor()
  await rows.getByText('typed-42').first().waitFor()
})

test('the terminal gives the keys back', async () => {
  await page.locator('.xterm-screen').click()
  await page.keyboard.press('Control+Shift+L')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('toolbar')
})

test('a changed environment is a new release, and the old one comes back by a roll back', async () => {
  await page.goto(appPage(HELLO, '/env'))
  await page.getByRole('button', { name: 'Paste .env' }).click()
  await page.getByRole('textbox', { name: '.env' }).fill('GREETING="good morning"\nSECRET=hush')
  await page.getByRole('button', { name: 'Use 2 variables' }).click()
  await page.getByRole('button', { name: 'Apply as new release' }).click()
  await page.getByText('Release #2 is on its way').waitFor()
  await expect.poll(greeting, { timeout: 60_000 }).toBe('[good morning]\n')
  await page.goto(appPage(HELLO, '/releases'))
  await page.getByRole('row', { name: /^#1\b/ }).getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('button', { name: 'Roll back to #1' }).click()
  await page.waitForURL(/\/deploys$/)
  await page.getByText('Release #3').waitFor()
  await expect.poll(greeting, { timeout: 60_000 }).toBe('[]\n')
})

test('an app that is out of memory says so where one looks, with the next step', async () => {
  await platform.run([
    ...['deploy', SMALL, '--image', 'busybox', '--memory', '16M', '--'],
    ...['sh', '-c', 'echo filling up; sleep 2; tail /dev/zero'],
  ])
  await page.goto(appPage(SMALL))
  await page.getByText('Killed: out of memory. It used all of its 16 MiB.').first().waitFor()
  await page.getByText('filling up').first().waitFor()
  await page.getByRole('link', { name: 'Raise the limit' }).click()
  await page.waitForURL(/\/settings#limits$/)
  expect(await page.getByLabel('Memory', { exact: true }).inputValue()).toBe('16M')
})

test('a first release that failed shows its whole log, and offers nothing that would be refused', async () => {
  await platform.run([
    ...['deploy', BROKEN, '--image', 'busybox', '--wait', '--'],
    ...['sh', '-c', 'echo no database; exit 3'],
  ])
  await page.goto(appPage(BROKEN, '/logs'))
  await page.getByRole('log').getByText('no database').first().waitFor()
  await page.goto(appPage(BROKEN, '/releases'))
  await page.getByRole('row', { name: /^#1\b/ }).waitFor()
  for (const name of ['Roll back', 'Restart', 'Start', 'Stop']) {
    expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0)
  }
  await page.goto(appPage(BROKEN, '/events'))
  await page.getByText(/^page-broken web\.1 exited with code 3\./).waitFor()
  await page.getByText('3 times').waitFor()
})

test('why a deploy failed is said in Chinese to who reads it', async () => {
  const chinese = await signIn(await visitor(browser, platform, { locale: 'zh-CN' }), platform.admin)
  await chinese.goto(appPage(BROKEN, '/deploys'))
  await chinese.getByText('busybox：已退出，退出码 3。').first().waitFor()
  await chinese.goto(`/t/${platform.admin.tenant}/new`)
  await chinese.getByLabel('镜像').fill('busybox:9')
  await chinese.getByLabel('名称').fill(BROKEN)
  await chinese.getByRole('button', { name: '部署', exact: true }).click()
  await chinese.getByText(/找不到镜像 \S*busybox:9（现有标签：latest）/).waitFor()
})

test('destroying asks for the name', async () => {
  await page.goto(appPage(SMALL, '/settings'))
  await page.getByRole('button', { name: 'Destroy the app' }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Destroy the app' })
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill(SMALL)
  await confirm.click()
  await page.waitForURL(new RegExp(`/t/${platform.admin.tenant}$`))
  await expect.poll(() => page.getByRole('link', { name: SMALL, exact: true }).count()).toBe(0)
})
