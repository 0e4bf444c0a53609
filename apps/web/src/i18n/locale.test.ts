import { expect, test } from 'vitest'
import { chooseLocale } from './locale.ts'

test('the cookie wins over the browser', () => {
  expect(chooseLocale('zh-CN', 'en-US,en')).toBe('zh-CN')
})

test('a cookie of a language that we do not speak is ignored', () => {
  expect(chooseLocale('fr', 'zh-TW;q=0.9')).toBe('zh-CN')
})

test('the first language that we speak is taken, else English', () => {
  expect(chooseLocale(undefined, 'fr-FR, zh-CN;q=0.8, en;q=0.7')).toBe('zh-CN')
  expect(chooseLocale(undefined, 'fr, en;q=0.8, zh;q=0.7')).toBe('en')
  expect(chooseLocale(undefined, null)).toBe('en')
})
