import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { brokenRules } from '../support/broken-rules.ts'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { type GitFolder, gitFolder } from '../support/git-folder.ts'
import { acceptInvitation, answerWith, newToken, shownOnce } from '../support/newcomer.ts'
import type { TestPlatform } from '../support/platform.ts'
import { type PlatformDatabase, platformDatabase } from '../support/platform-database.ts'
import { letYearPass, nothingMore, type Remains, remainsOf } from '../support/remains.ts'
import { mortalPlatform } from '../support/shared-platform.ts'
import { station } from '../support/stations.ts'
import { visit } from '../support/visit.ts'

vi.setConfig({ testTimeout: 300_000 })

const APP = 'quay'
const TENANT = 'mia-team'
const HOST = 'quay.example.test'
const VOLUME = 'quay-data'
const PASSWORD = 'mia likes long passwords'

let platform: TestPlatform
let database: PlatformDatabase
let browser: Browser
let page: Page
/** the same person, who reads Chinese: for pictures */
let chinese: Page
/** of somebody whom they invited */
let his: Page
let mia: GitFolder
let bob: GitFolder
let before: Remains
let url: string

beforeAll(async () => {
  platform = await mortalPlatform()
  database = await platformDatabase(platform)
  browser = await openBrowser()
  mia = await gitFolder('mia')
  bob = await gitFolder('bob')
  url = `http://${APP}--${TENANT}.localhost:${platform.port}`
})

afterAll(async () => {
  await browser?.close()
  await mia?.close()
  await bob?.close()
  await database?.close()
})

const DOCKERFILE = `FROM busybox
COPY site /srv/
RUN echo the keel is laid; sleep 3
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]
`
const site = (text: string) => ({ Dockerfile: DOCKERFILE, 'site/index.html': `${text}\n` })
const at = (path = '') => `/t/${TENANT}/apps/${APP}${path}`
const push = (clone: GitFolder) => clone.git('push', 'berth', 'main')
const see = (text: string | RegExp, on: Page = page) => on.getByText(text).first().waitFor()
const click = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const dialog = () => page.getByRole('dialog')

test('somebody is invited, makes an account, and has a place of their own', async () => {
  const admin = await signIn(await visitor(browser, platform), platform.admin)
  await admin.goto('/admin/users')
  await admin.getByRole('button', { name: 'Invite a user' }).click()
  await admin.getByRole('dialog').getByLabel('E-mail').fill('mia@e2e.example')
  await admin.getByRole('dialog').getByRole('button', { name: 'Invite a user' }).click()
  page = await acceptInvitation(await visitor(browser, platform), await shownOnce(admin), {
    name: 'Mia',
    password: PASSWORD,
  })
  await see('You are in no tenant yet')
  await station(page, '02-no-tenant')
  await click('New tenant')
  await dialog().getByLabel('Name').fill(TENANT)
  await dialog().getByRole('button', { name: 'New tenant' }).click()
  await page.waitForURL(new RegExp(`/t/${TENANT}$`))
  await see('No apps yet')
  await admin.context().close()
  const reader = await visitor(browser, platform, { locale: 'zh-CN', theme: 'dark' })
  chinese = await signIn(reader, { email: 'mia@e2e.example', password: PASSWORD })
  await station(page, '03-first-visit', chinese)
})

test('they invite somebody else', async () => {
  await page.goto(`/t/${TENANT}/members`)
  await click('Invite')
  await dialog().getByLabel('E-mail').fill('bob@e2e.example')
  await dialog().getByRole('button', { name: 'Invite' }).click()
  his = await acceptInvitation(await visitor(browser, platform), await shownOnce(page), {
    name: 'Bob',
    password: PASSWORD,
  })
})

test('the page of a new app says what to type, and that is all that it takes', async () => {
  await mia.git('config', 'credential.helper', answerWith(await newToken(page, TENANT)))
  await bob.git('config', 'credential.helper', answerWith(await newToken(his, TENANT)))
  before = await remainsOf(platform, database)
  await page.goto(`/t/${TENANT}/new/push`)
  await page.getByLabel('Name').fill(APP)
  const [add = '', pushes = ''] = await page.locator('main code').allTextContents()
  await station(page, '04-new-app', chinese)
  expect(await brokenRules(page)).toEqual([])
  expect(await mia.git(...add.trim().split(' ').slice(1))).toMatchObject({ code: 0 })
  expect(pushes).toContain('git push berth main')
})

test('the first push is seen as it is built, and then the app answers', async () => {
  await mia.commit(site('one'))
  const pushing = push(mia)
  await page.goto(`/t/${TENANT}`)
  await page.getByRole('link', { name: APP, exact: true }).first().click()
  await see('Nothing is deployed yet')
  await page.getByRole('link', { name: 'See this build' }).click()
  await see('the keel is laid')
  await station(page, '05-building', chinese)
  await see('Succeeded')
  const pushed = await pushing
  expect(pushed).toMatchObject({ code: 0 })
  expect(pushed.said).toContain('release 1 serves at')
  await page.goto(at())
  await see('Running')
  expect((await visit(url)).body).toBe('one\n')
  await station(page, '06-running', chinese)
  expect(await brokenRules(page)).toEqual([])
})

test('a push that cannot be built says why in the terminal and in the page, and nothing else changes', async () => {
  await mia.commit({ Dockerfile: `${DOCKERFILE}RUN echo the compiler is unhappy >&2; exit 7\n` })
  const pushed = await push(mia)
  expect(pushed.code).not.toBe(0)
  expect(pushed.said).toContain('the compiler is unhappy')
  await page.goto(at())
  await station(page, '07-build-failed-overview', chinese)
  await page.getByRole('link', { name: 'Builds', exact: true }).click()
  await see('Failed')
  await station(page, '08-builds', chinese)
  await page
    .getByRole('link', { name: /^Build / })
    .first()
    .click()
  await see('the compiler is unhappy')
  await station(page, '09-build-failed', chinese)
  expect(await brokenRules(page)).toEqual([])
  expect((await visit(url)).body).toBe('one\n')
})

test('a push that starts and fails says why in both, with its last lines, and the one before serves', async () => {
  const broken = DOCKERFILE.replace(/CMD.*/, 'CMD ["sh", "-c", "echo no database at db:5432; exit 3"]')
  await mia.commit({ Dockerfile: broken })
  const pushed = await push(mia)
  expect(pushed.said).toContain('no database at db:5432')
  await page.goto(at())
  await see('no database at db:5432')
  await see(/release 1 still serves/)
  await station(page, '10-deploy-failed', chinese)
  await page.getByRole('link', { name: 'Deploys', exact: true }).click()
  await see('no database at db:5432')
  await station(page, '11-deploys', chinese)
  expect(await brokenRules(page)).toEqual([])
  expect((await visit(url)).body).toBe('one\n')
})

test('the push that mends it serves, and the page says so by itself', async () => {
  await page.goto(at())
  await mia.commit(site('two'))
  expect(await push(mia)).toMatchObject({ code: 0 })
  await expect.poll(() => page.getByText('no database at db:5432').count()).toBe(0)
  expect((await visit(url)).body).toBe('two\n')
})

/** On the page of settings, which has other forms too. */
async function scaleTo(count: number): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByLabel('Instances') })
  await form.getByLabel('Instances').fill(String(count))
  await form.getByRole('button', { name: 'Apply as new release' }).click()
  await see(/is on its way/)
}

test('it is scaled to three', async () => {
  await page.goto(at('/settings'))
  await scaleTo(3)
  await station(page, '12-settings', chinese)
  await page.goto(at())
  await see('3 of 3 running')
  await station(page, '13-three', chinese)
})

test('a host of its own leads to it', async () => {
  await page.goto(at('/domains'))
  await click('Add a domain')
  await dialog().getByLabel('Host').fill(HOST)
  await station(page, '14-add-domain')
  await dialog().getByRole('button', { name: 'Add a domain' }).click()
  await see(HOST)
  const answer = async () => (await visit(platform.url, { headers: { host: HOST } })).body
  await expect.poll(answer).toBe('two\n')
  await station(page, '15-domains', chinese)
})

test('a secret of the app, and one of its project, reach the program and are shown to nobody', async () => {
  await page.goto(at('/env'))
  await click('Add a secret')
  await dialog().getByLabel('Name').fill('API_KEY')
  await dialog().getByLabel('Value').fill('hush-hush')
  await station(page, '16-add-secret')
  await dialog().getByRole('button', { name: 'Apply as new release' }).click()
  await page.getByRole('list', { name: 'Secrets' }).getByText('API_KEY').waitFor()
  await station(page, '17-env', chinese)
  await page.goto(`/t/${TENANT}/projects/default`)
  await click('Add a secret')
  await dialog().getByLabel('Name').fill('SHARED_KEY')
  await dialog().getByLabel('Value').fill('between us')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await see('Behind: SHARED_KEY')
  await station(page, '18-project', chinese)
  expect(await brokenRules(page)).toEqual([])
  await page.goto(at('/manifest'))
  await see('project.SHARED_KEY')
  await station(page, '19-plan', chinese)
  await page.goto(`/t/${TENANT}/projects/default`)
  await click('Deploy the change to 1 app')
  await see('Up to date')
})

test('a command runs once, and finds what the program finds', async () => {
  await runs("sh -c 'echo ${#API_KEY} and ${#SHARED_KEY}; cat /srv/index.html; exit 5'")
  await see('9 and 10')
  await see(/exited with code 5/i)
  await station(page, '20-command', chinese)
})

/** From the page of jobs, until it has ended. */
async function runs(line: string): Promise<void> {
  await page.goto(at('/jobs'))
  await click('Run a command')
  await dialog().getByLabel('Command', { exact: true }).fill(line)
  if (line.includes('/data')) await dialog().getByLabel('Like process').selectOption('web')
  await dialog().getByRole('button', { name: 'Run now' }).click()
  await page.waitForURL(/\/jobs\/job_/)
  await see(/^(?:Succeeded|Failed)$/)
}

test('a volume keeps what is written to it over releases', async () => {
  await page.goto(at('/settings'))
  await scaleTo(1)
  await page.goto(at())
  await see('1 of 1 running')
  await page.goto(at('/storage'))
  await click('Attach a volume')
  await dialog().getByLabel('Volume').fill(VOLUME)
  await station(page, '21-attach')
  await dialog().getByRole('button', { name: 'Attach a volume' }).click()
  await see(VOLUME)
  await see('Ready')
  await station(page, '22-storage', chinese)
  await runs("sh -c 'echo kept > /data/file'")
  await mia.commit(site('three'))
  expect(await push(mia)).toMatchObject({ code: 0 })
  await runs('cat /data/file')
  await see('kept')
})

test('of two who push at once one is told to fetch, and the page shows whose build it is', async () => {
  const remote = (await mia.git('remote', 'get-url', 'berth')).said.trim()
  await bob.git('remote', 'add', 'berth', remote)
  expect(await bob.git('pull', '-q', 'berth', 'main')).toMatchObject({ code: 0 })
  await mia.commit({ 'site/mia': 'of mia\n' })
  await bob.commit({ 'site/bob': 'of bob\n' })
  await page.goto(at('/builds'))
  await his.goto(at('/builds'))
  const people = [mia, bob]
  const pushing = people.map(push)
  await page.getByText('Running', { exact: true }).first().waitFor()
  await station(page, '23-two-pushes', chinese)
  const pushed = await Promise.all(pushing)
  const late = people.filter((_, i) => pushed[i]?.code !== 0)
  expect(late, JSON.stringify(pushed)).toHaveLength(1)
  for (const clone of late) {
    expect(await clone.git('pull', '-q', '--rebase', 'berth', 'main')).toMatchObject({ code: 0 })
    expect(await push(clone)).toMatchObject({ code: 0 })
  }
  for (const own of [page, his]) {
    await see('mia@e2e.example', own)
    await see('bob@e2e.example', own)
  }
  expect((await visit(`${url}/mia`)).body).toBe('of mia\n')
  expect((await visit(`${url}/bob`)).body).toBe('of bob\n')
})

test('it goes back to its first release by a button', async () => {
  await page.goto(at('/releases'))
  await station(page, '24-releases', chinese)
  await page.getByRole('row', { name: /^#1\b/ }).getByRole('button', { name: 'Roll back' }).click()
  await station(page, '25-roll-back')
  await click('Roll back to #1')
  await page.waitForURL(/\/deploys$/)
  await expect.poll(async () => (await visit(url)).body, { timeout: 60_000 }).toBe('one\n')
})

test('it is put to sleep, and its next visitor wakes it', async () => {
  await page.goto(at('/settings'))
  await click('Sleep now')
  await expect.poll(() => page.getByRole('button', { name: 'Sleep now', exact: true }).count()).toBe(0)
  await page.goto(at())
  await see('Asleep')
  await station(page, '26-asleep', chinese)
  expect(await visit(url, { timeoutMs: 60_000 })).toMatchObject({ status: 200, body: 'one\n' })
  await see('Running')
})

test('it is destroyed by its name, then its volume, its images and what its project shares', async () => {
  await page.goto(at('/settings'))
  await confirm('Destroy the app', APP)
  await page.waitForURL(new RegExp(`/t/${TENANT}$`))
  await expect.poll(async () => (await visit(url)).status).toBe(404)
  await page.goto(`/t/${TENANT}/volumes`)
  await page.getByRole('row', { name: VOLUME }).getByRole('button', { name: 'Open' }).click()
  await station(page, '28-volume')
  await confirm('Delete the volume', VOLUME)
  await see('This volume is deleted')
  await page.goto(`/t/${TENANT}/images`)
  await page.getByRole('link', { name: `${TENANT}/${APP}`, exact: true }).click()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await station(page, '29-repository', chinese)
  await confirm('Delete the repository', `${TENANT}/${APP}`)
  await expect.poll(() => dialog().count()).toBe(0)
  await page.goto(`/t/${TENANT}/projects/default`)
  await click('Remove SHARED_KEY')
  await dialog().getByRole('button', { name: 'Remove', exact: true }).click()
  await see('No secrets yet.')
  await page.goto(`/t/${TENANT}`)
  await see('No apps yet')
  await station(page, '30-gone', chinese)
})

async function confirm(act: string, name: string): Promise<void> {
  await click(act)
  const asked = dialog().last()
  const button = asked.getByRole('button', { name: act })
  expect(await button.isDisabled()).toBe(true)
  await asked.getByRole('textbox').fill(name)
  await button.click()
}

test('after that the machine, the database and the storage of images are as they were', async () => {
  await letYearPass(platform, database)
  await nothingMore(before, () => remainsOf(platform, database))
})
