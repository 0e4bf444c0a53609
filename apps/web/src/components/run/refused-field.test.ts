import { expect, test } from 'vitest'
import { refusedField } from './refused-field.ts'

const refusal = (
  code: 'input.invalid' | 'quota.exceeded' | 'image.not_found' | 'auth.forbidden',
  details = {},
) => refusedField({ code, message: '', details })

test('a refusal belongs to the field that it is about', () => {
  expect(refusal('image.not_found')).toBe('image')
  expect(refusal('quota.exceeded', { resource: 'memory' })).toBe('memory')
  const problems = [{ path: 'options.ulimits.foo', message: '' }]
  expect(refusal('input.invalid', { problems })).toBe('ulimits')
})

test('others belong to none', () => {
  expect(refusal('auth.forbidden')).toBe(null)
  expect(refusal('quota.exceeded', { resource: 'containers' })).toBe(null)
  expect(refusal('input.invalid')).toBe(null)
})
