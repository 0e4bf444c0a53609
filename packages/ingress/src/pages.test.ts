import { expect, test } from 'vitest'
import { htmlPage, PAGES } from './pages.ts'

test('without a certificate no page says that one is asked for: an administrator may have to bring it', () => {
  const page = htmlPage(PAGES.securing)
  expect(page).toContain('This address has no certificate yet')
  expect(page).not.toMatch(/asked for|正在.*申请/)
})
