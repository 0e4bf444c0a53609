import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What a machine can see of WCAG AA that the page breaks. What fades in or out has no steady contrast: it is waited for. */
export async function brokenRules(page: Page): Promise<string[]> {
  await expect.poll(() => page.locator('[data-sonner-toast]').count()).toBe(0)
  await page.waitForFunction(standsStill)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** In the page; what turns for ever, as a spinner does, does not count. */
function standsStill(): boolean {
  const ends = (animation: Animation) => animation.effect?.getComputedTiming().endTime !== Infinity
  return document.getAnimations().every((animation) => animation.playState !== 'running' || !ends(animation))
}
