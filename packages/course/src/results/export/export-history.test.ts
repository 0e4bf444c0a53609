import { expect, test } from 'vitest'
import { exportHistory } from './export-history.ts'

test('each try has a row, and what a program printed is no formula', () => {
  const member = { name: 'Ada', email: null, group: 'A', externalId: '42' }
  const tried = { member, lab: 'Shell', title: 'A file', by: 'ada', at: new Date(0) }
  const tries = [
    { ...tried, passed: true, message: 'ok' },
    { ...tried, passed: false, message: '=cmd()' },
  ]
  expect(exportHistory(tries).split('\r\n').slice(1, 3)).toEqual([
    '"Ada","","A","42","Shell","A file","true","ok","ada","1970-01-01T00:00:00.000Z"',
    `"Ada","","A","42","Shell","A file","false","'=cmd()","ada","1970-01-01T00:00:00.000Z"`,
  ])
})
