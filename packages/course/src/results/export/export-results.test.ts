import { expect, test } from 'vitest'
import { exportResults } from './export-results.ts'

const member = {
  ...{ id: 'mem_1', name: 'Ada King Lovelace', email: 'ada@example.org', part: 'student' as const },
  ...{
    group: 'A',
    externalId: '42',
    invitedAt: null,
    joinedAt: null,
    removedAt: null,
    mailWaits: false,
    hasLink: false,
  },
}
const check = { name: 'file', title: 'A file', points: 2, message: '', at: new Date(0) }
const results = {
  labs: [
    { id: 'l1', title: 'Shell', points: 2 },
    { id: 'l2', title: 'Web', points: 5 },
  ],
  students: [
    {
      member,
      points: 2,
      labs: [
        { lab: 'l1', points: 2, checks: [{ ...check, passed: true }] },
        { lab: 'l2', points: 0, checks: [{ ...check, points: 5, passed: null, at: null }] },
      ],
    },
  ],
}
const lines = (text: string) => text.split('\r\n')

test("Moodle's import finds the person by e-mail or number, and a column for each lab", () => {
  expect(lines(exportResults(results, 'moodle'))).toEqual([
    '"First name","Last name","ID number","Email address","Shell","Web"',
    '"Ada","King Lovelace","42","ada@example.org","2",""',
    '',
  ])
})

test("Canvas' gradebook has five columns first and a row of points possible", () => {
  expect(lines(exportResults(results, 'canvas')).slice(0, 3)).toEqual([
    '"Student","ID","SIS User ID","SIS Login ID","Section","Shell","Web"',
    '"Points Possible","","","","","2","5"',
    '"Ada King Lovelace","","42","ada@example.org","A","2",""',
  ])
})

test('what a student is called cannot become a formula of the teacher', () => {
  for (const name of ['=cmd()', '+1', '-2+3', '@SUM(A1)', '\t=1', ' =1', '"=1']) {
    const [student] = results.students
    const text = exportResults(
      { ...results, students: student ? [{ ...student, member: { ...member, name } }] : [] },
      'canvas',
    )
    expect(lines(text)[2]).not.toMatch(/^"\s*[=+\-@\t]/)
  }
})
