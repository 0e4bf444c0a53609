import { expect, test } from 'vitest'
import { findRule, tagProtected } from './find-rule.ts'

const rule = {
  repositories: 'web*',
  tags: 'v*',
  noOverwrite: true,
  noDelete: false,
  createdBy: 'ann@acme.test',
}

test('a rule makes its own promises only, and of what fits both patterns', () => {
  expect(findRule([rule], 'noOverwrite', { repository: 'web/api', tag: 'v1' })).toBe(rule)
  expect(findRule([rule], 'noDelete', { repository: 'web/api', tag: 'v1' })).toBeUndefined()
  expect(findRule([rule], 'noOverwrite', { repository: 'web/api', tag: 'latest' })).toBeUndefined()
  expect(findRule([rule], 'noOverwrite', { repository: 'api', tag: 'v1' })).toBeUndefined()
})

test('the refusal names the rule and who made it', () => {
  expect(tagProtected(rule, 'noOverwrite', { repository: 'web', tag: 'v1' }).message).toBe(
    'web:v1 may not be moved to another image: ann@acme.test protects web*:v*. Use another tag, or ask an owner to change the rule',
  )
})
