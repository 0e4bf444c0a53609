import { expect, test } from 'vitest'
import { isHere } from './is-here.ts'

test("an app's page and the new-app page belong to the list of apps", () => {
  expect(isHere('/t/team', '/t/team', 'team')).toBe(true)
  expect(isHere('/t/team/apps/hello/logs', '/t/team', 'team')).toBe(true)
  expect(isHere('/t/team/new', '/t/team', 'team')).toBe(true)
  expect(isHere('/t/team/images', '/t/team', 'team')).toBe(false)
})

test('a page below another lights its parent, a longer name does not', () => {
  expect(isHere('/t/team/images/team/hello', '/t/team/images', 'team')).toBe(true)
  expect(isHere('/t/team/imagesque', '/t/team/images', 'team')).toBe(false)
})
