import { START_FAULTS } from '@berth/core/end-reason.ts'
import { ERROR_KINDS } from '@berth/core/error.ts'
import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import zh from '../../messages/zh-CN.json' with { type: 'json' }

test('both catalogs have the same keys', () => {
  expect([...flatten(zh).keys()].sort()).toEqual([...flatten(en).keys()].sort())
})

test('both catalogs name the same placeholders under each key', () => {
  const chinese = flatten(zh)
  for (const [key, message] of flatten(en)) {
    expect(placeholders(chinese.get(key) ?? ''), key).toEqual(placeholders(message))
  }
})

test('every error code of the platform has words in the catalog', () => {
  const keys = flatten(en)
  const missing = Object.keys(ERROR_KINDS).filter((code) => !keys.has(`errors.${code}`))
  expect(missing).toEqual([])
})

test('every fault of an image has words in the catalog', () => {
  const keys = flatten(en)
  expect(START_FAULTS.filter((fault) => !keys.has(`end.fault.${fault}`))).toEqual([])
})

function flatten(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value)
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) found.set(inner, text)
  }
  return found
}

/** Names after an opening brace or tag; a plural's words differ by language, its name does not. */
function placeholders(message: string): string[] {
  return [
    ...new Set([...message.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? '')),
  ].sort()
}
