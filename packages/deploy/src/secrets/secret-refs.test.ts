import { expect, test } from 'vitest'
import { changeRefs } from './secret-refs.ts'

const ref = (version: number) => ({ id: 'sct_a', version, as: 'env' as const })

test('a release has those of the one before, with what was set and without what was unset', () => {
  const before = { A: ref(1), B: ref(1) }
  expect(changeRefs(before, { B: ref(2), C: ref(1) }, ['A'])).toEqual({ B: ref(2), C: ref(1) })
})

test('what is not set cannot be unset, whatever objects inherit', () => {
  expect(() => changeRefs({}, {}, ['constructor'])).toThrow('the app has no secret "constructor"')
})

test('an app has a bounded number of them', () => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`S${i}`, ref(1)]))
  expect(() => changeRefs({}, many, [])).toThrow('the app has at most 100')
})
