import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What a machine can see of WCAG AA that the page breaks; messages that fade in and out have no steady contrast. */
export async function brokenRules(page: Page): Promise<string[]> {
  await expect.poll(() => page.locator('[data-sonner-toast]').count()).toBe(0)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
