import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, signIn, visitor } from '../support/browser.ts'
import type { TestPlatform } from '../support/platform.ts'
import { sharedPlatform } from '../support/shared-platform.ts'

const BY_GIT = 'page-git'
const run = promisify(execFile)
let platform: TestPlatform
let browser: Browser
let page: Page
let folder: string

beforeAll(async () => {
  platform = await sharedPlatform()
  folder = await mkdtemp(path.join(tmpdir(), 'berth-e2e-git-'))
  browser = await openBrowser()
  page = await signIn(await visitor(browser, platform), platform.admin)
})

afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
  await platform.run(['destroy', BY_GIT, '--yes'])
})

test('a key for git is pasted, refused in words when it is none, and removed by its name', async () => {
  const file = path.join(folder, 'id')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  const publicKey = await readFile(`${file}.pub`, 'utf8')
  const { stdout } = await run('ssh-keygen', ['-l', '-f', `${file}.pub`])
  const fingerprint = stdout.split(' ')[1] ?? ''

  const places = [
    { address: '/account', add: 'Add a key', reach: 'for all your tenants' },
    { address: `/t/${platform.admin.tenant}/tokens`, add: 'Add a machine’s key', reach: 'machine' },
  ]
  for (const { address, add, reach } of places) {
    await page.goto(address)
    await page.getByText('ssh-keygen -t ed25519', { exact: true }).waitFor()
    await page.getByRole('button', { name: add }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('laptop')
    await dialog.getByLabel('Public key').fill(publicKey.slice(0, 40))
    await dialog.getByRole('button', { name: add }).click()
    await dialog.getByText('The key is cut off or broken.', { exact: true }).waitFor()
    await dialog.getByLabel('Public key').fill(publicKey)
    await dialog.getByRole('button', { name: add }).press('Enter')
    const row = page.getByRole('listitem').filter({ hasText: fingerprint })
    await row.getByText(reach).waitFor()
    await row.getByText('ssh-ed25519').waitFor()

    await row.getByRole('button', { name: 'Remove laptop' }).click()
    await dialog.getByRole('textbox').fill('laptop')
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('laptop no longer works').waitFor()
    await row.waitFor({ state: 'detached' })
  }
})

test('an app without a release says how code is pushed to it, and where its git is', async () => {
  const address = `${platform.url}/git/${platform.admin.tenant}/${BY_GIT}.git`
  await pushDraft(address, platform.admin.token)
  await page.goto(`/t/${platform.admin.tenant}/apps/${BY_GIT}`)
  await page.getByRole('heading', { name: 'Nothing is deployed yet' }).waitFor()
  await page.getByText(`git remote add berth ${address}`, { exact: true }).waitFor()
  await page.getByText('git push berth main', { exact: true }).first().waitFor()
  await page.getByTitle(address).waitFor()
  expect(await page.getByText('Deploy branch').count()).toBe(1)
})

/** Makes the app by two branches at once, of which neither is deployed. */
async function pushDraft(address: string, token: string): Promise<void> {
  const cwd = path.join(folder, 'code')
  const me = ['-c', 'user.name=Ada', '-c', 'user.email=ada@e2e.example']
  await run('git', ['init', '-q', '-b', 'draft', cwd])
  await run('git', [...me, 'commit', '-q', '--allow-empty', '-m', 'begin'], { cwd })
  await run('git', ['push', '-q', address.replace('://', `://token:${token}@`), 'draft', 'draft:idea'], {
    cwd,
  })
}
