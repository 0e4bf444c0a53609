import { expect, test } from 'vitest'
import { mayBegin } from './may-begin.ts'

test('one tenant’s new apps do not use up the week of all', () => {
  expect(mayBegin({ all: 9, tenant: 9 })).toBe(true)
  expect(mayBegin({ all: 10, tenant: 10 })).toBe(false)
  expect(mayBegin({ all: 25, tenant: 2 })).toBe(true)
  expect(mayBegin({ all: 25, tenant: 3 })).toBe(false)
  expect(mayBegin({ all: 39, tenant: 0 })).toBe(true)
  expect(mayBegin({ all: 40, tenant: 0 })).toBe(false)
})
