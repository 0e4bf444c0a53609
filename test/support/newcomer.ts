import type { BrowserContext, Page } from 'playwright-core'
import { station } from './stations.ts'

/** Makes the account that a link is for, in a browser of its own. */
export async function acceptInvitation(
  context: BrowserContext,
  link: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(new URL(link).pathname)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Choose a password').fill(password)
  await station(page, `01-invited-${name}`)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/invite'))
  return page
}

/** What a dialog shows once. */
export async function shownOnce(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Done' }).waitFor()
  const shown = await page.getByRole('dialog').locator('code').textContent()
  await page.getByRole('button', { name: 'Done' }).click()
  return shown ?? ''
}

/** A token of the usual rights, made in the page. */
export async function newToken(page: Page, tenant: string): Promise<string> {
  await page.goto(`/t/${tenant}/tokens`)
  await page.getByRole('button', { name: 'New token' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('git')
  await page.getByRole('dialog').getByRole('button', { name: 'New token' }).click()
  return shownOnce(page)
}

/** For git's `credential.helper`: a person who pastes the token when git asks for a password. */
export function answerWith(token: string): string {
  return `!printf 'username=me\\npassword=${token}\\n' #`
}
