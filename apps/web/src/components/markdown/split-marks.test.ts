import { expect, test } from 'vitest'
import { splitMarks, withoutMarks } from './split-marks.ts'

const show = (line: string) =>
  splitMarks(line).map(({ kind, text }) => (kind === 'text' ? text : `<${kind} ${text}>`))

test.each([
  ['There is a folder `work`', ['There is a folder ', '<code work>']],
  ['**All** of `a*b*` and *one*', ['<strong All>', ' of ', '<code a*b*>', ' and ', '<em one>']],
  ['2 * 3 * 4, a lone ` and **', ['2 * 3 * 4, a lone ` and **']],
  ['', []],
])('%j has its pieces', (line, pieces) => {
  expect(show(line)).toEqual(pieces)
})

test('a spoken name has no marks', () => {
  expect(withoutMarks('The file `work/hello.txt` says **hello**')).toBe('The file work/hello.txt says hello')
})
