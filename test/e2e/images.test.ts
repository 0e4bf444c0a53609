import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import { inviteOwner } from '../support/person.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'
import { copyImage } from '../support/skopeo.ts'

const NAME = 'page-images'
const STRANGER = 'zy-images'
const HOSTILE_README = [
  '# Hello *there*',
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=2>',
  '[click](javascript:window.pwned=3)',
  '[away](https://example.org/)',
  '![picture](https://example.org/track.png)',
].join('\n\n')

let platform: TestPlatform
let browser: Browser
let page: Page
let repository: string

beforeAll(async () => {
  platform = await sharedPlatform()
  const { tenant, token } = platform.admin
  repository = `${tenant}/${NAME}`
  const host = new URL(platform.url).host
  await copyImage(host, token, 'library/busybox:latest', `${repository}:1`)
  await copyImage(host, token, 'library/welcome:latest', `${repository}:2`)
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser.close()
  await platform.run(['images', 'delete', NAME, '--yes'])
})

const at = (rest = '') => `/t/${platform.admin.tenant}/images${rest}`

test('a pushed image is found in the list, its tags are filtered, and its layers say what made them', async () => {
  await page.goto(at())
  await page.getByLabel('Search repositories').fill(NAME)
  await page.getByRole('link', { name: repository, exact: true }).click()
  await page.getByText('docker pull').first().waitFor()
  await page.getByLabel('Filter tags').fill('2')
  await expect.poll(() => page.getByRole('link', { name: '1', exact: true }).count()).toBe(0)
  await page.getByRole('link', { name: '2', exact: true }).click()
  await page.getByRole('heading', { name: 'Configuration' }).waitFor()
  await page.getByRole('region', { name: 'Layers' }).waitFor()
  expect(await page.getByText('linux/amd64').first().isVisible()).toBe(true)
  await page.getByText('Manifest', { exact: true }).click()
  await page.getByText('"schemaVersion": 2').waitFor()
  await page.getByRole('link', { name: 'Deploy', exact: true }).click()
  await expect.poll(() => page.getByLabel('Image reference').inputValue()).toBe(`${repository}:2`)
})

test('two tags are compared', async () => {
  await page.goto(at(`/${repository}/-/compare`))
  await page.getByRole('region', { name: 'Layers' }).getByText('added').first().waitFor()
  await page.getByText(/ added, .* removed, /).waitFor()
})

test('a README is written and shown, and nothing in it is more than text and links that lead away', async () => {
  const answer = await page.goto(at(`/${repository}/-/readme`))
  expect(answer?.status()).toBe(200)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('README in Markdown').fill(HOSTILE_README)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Hello there', level: 2 }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Hello there', level: 2 }).waitFor()
  await page.getByText('<script>window.pwned=1</script>').waitFor()
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.getByRole('link', { name: 'click' }).count()).toBe(0)
  const links = page.getByRole('link', { name: /^(away|picture)$/ })
  for (const link of await links.all()) {
    expect(await link.getAttribute('rel')).toContain('noopener')
    expect(await link.getAttribute('target')).toBe('_blank')
  }
  expect(await links.count()).toBe(2)
})

test('what a release runs is not deleted, and the preview says whose it is', async () => {
  const { code } = await platform.run([
    ...['deploy', NAME, '--image', `${NAME}:1`, '--memory', '16M', '--', 'sleep', '1000'],
  ])
  expect(code).toBe(0)
  const [image] = await platform.json<{ digest: string }[]>(['images', 'inspect', `${NAME}:1`])
  const dry = await platform.run(['images', 'delete', `${NAME}@${image?.digest}`, '--dry-run'])
  expect(dry.stderr).toContain(`used by ${NAME} (release 1)`)
  const refused = await platform.run(['images', 'delete', `${NAME}@${image?.digest}`, '--yes'])
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`used by ${NAME} (release 1)`) })
  await platform.run(['destroy', NAME, '--yes'])
})

test('a tag is deleted after its preview', async () => {
  await page.goto(at(`/${repository}`))
  await page.getByRole('button', { name: 'Actions for 2' }).click()
  await page.getByRole('menuitem', { name: 'Delete the tag' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/^Frees /).waitFor()
  await dialog.getByLabel(/Type/).fill('2')
  await dialog.getByRole('button', { name: 'Delete the tag' }).click()
  await expect.poll(() => page.getByRole('link', { name: '2', exact: true }).count()).toBe(0)
  expect((await platform.run(['images', 'tags', NAME])).stdout).not.toMatch(/^2 /m)
})

test('the command line describes, searches and compares', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-readme-'))
  try {
    await writeFile(path.join(folder, 'README.md'), '# From a file\n')
    const readme = path.join(folder, 'README.md')
    await platform.run(['images', 'describe', NAME, '--text', 'a word of its own', '--readme', readme])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  expect((await platform.run(['images', 'search', 'WORD OF ITS'])).stdout).toContain(repository)
  const diff = await platform.json<{ layers: { state: string }[] }>([
    ...['images', 'diff', `${NAME}:1`, 'library/welcome'],
  ])
  expect(diff.layers.map(({ state }) => state)).toContain('added')
  await page.goto(at(`/${repository}/-/readme`))
  await page.getByRole('heading', { name: 'From a file' }).waitFor()
})

test('another tenant sees nothing of it until it is public, and may change nothing then', async () => {
  const { token } = await inviteOwner(platform, STRANGER)
  const env = { BERTH_URL: platform.url, BERTH_TOKEN: token }
  const list = await platform.run(['images', '--json'], { env })
  expect(list).toMatchObject({ code: 0 })
  expect(list.stdout).not.toContain(repository)
  const asked = await platform.run(['images', 'inspect', `${repository}:1`], { env })
  expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no repository') })
  await platform.run(['images', 'public', NAME, '--yes'])
  const found = await platform.run(['images', 'search', NAME], { env })
  expect(found.stdout).toContain(repository)
  const deletes = await platform.run(['images', 'delete', `${repository}:1`, '--yes'], { env })
  expect(deletes.code).toBe(1)
  await page.goto(at(`/${repository}`))
  await page.getByText('public', { exact: true }).waitFor()
})
