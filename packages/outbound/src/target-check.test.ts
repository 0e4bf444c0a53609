import { expect, test } from 'vitest'
import { createTargetCheck } from './target-check.ts'

const check = createTargetCheck(['10.1.0.0/16'])

test.each([
  'http://10.2.0.1/',
  'http://localhost:8080/',
  'http://ci.localhost/',
  'http://[::1]/',
  'http://169.254.169.254/',
  // the same number, written otherwise
  'http://2130706433/',
  'http://0x7f.1/',
])('%s is never called, and the setting is named', (url) => {
  expect(() => check(url)).toThrow(
    expect.objectContaining({
      code: 'outbound.not_allowed',
      message: expect.stringContaining('BERTH_OUTBOUND_ALLOW'),
    }),
  )
})

test.each([
  'https://ci.example.com/hook',
  'http://10.1.2.3:8080/',
  'https://192.0.0.1.example/',
  'http://1.1.1.1/',
])('%s may be typed', (url) => expect(check(url).href).toContain('http'))

test('what is no address at all is told as that', () => {
  expect(() => check('ftp://10.2.0.1')).toThrow(expect.objectContaining({ code: 'outbound.url_invalid' }))
})
