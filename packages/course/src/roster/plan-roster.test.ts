import { expect, test } from 'vitest'
import { planRoster } from './plan-roster.ts'

const line = (email: string, name: string) => ({ line: 2, name, email, group: null, externalId: null })
const member = (email: string, fields: object = {}) => ({
  ...{ email, name: 'Ada', role: 'student', group: 'A', externalId: null, removedAt: null },
  ...fields,
})

test('a list adds and changes, and says which lines are as they were', () => {
  const read = {
    lines: [line('a@x.org', 'Ada'), line('b@x.org', 'Bob'), line('c@x.org', 'Cy')],
    problems: [],
  }
  const { lines } = planRoster(read, [member('a@x.org'), member('c@x.org')])
  expect(lines.map(({ change }) => change)).toEqual(['same', 'new', 'changed'])
})

test('it brings nobody back who was removed, and makes nobody a student who teaches', () => {
  const read = { lines: [line('a@x.org', 'Ada'), line('b@x.org', 'Bob')], problems: [] }
  const known = [member('a@x.org', { removedAt: new Date() }), member('b@x.org', { role: 'teacher' })]
  expect(planRoster(read, known).problems.map(({ kind }) => kind)).toEqual(['removed', 'teaches'])
})
