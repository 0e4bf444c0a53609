import { expect, test } from 'vitest'
import { MOST_LINES, readRoster } from './read-roster.ts'

test('a list as a school has it is read, whatever its columns are called and divided by', () => {
  const ada = { line: 2, name: 'Ada Lovelace', email: 'ada@example.org', group: 'A', externalId: '42' }
  for (const text of [
    'Name,E-mail,Group,External ID\r\nAda Lovelace,Ada@Example.org,A,42\r\n',
    '\uFEFFFirst name;Last name;Email address;ID number;Section\nAda;Lovelace;ada@example.org;42;A',
    '姓名\t邮箱\t班级\t学号\nAda Lovelace\tada@example.org\tA\t42\n\n',
  ]) {
    expect(readRoster(text)).toEqual({ lines: [ada], problems: [] })
  }
})

test('quotes, commas and line ends within a field are its own', () => {
  const { lines } = readRoster(
    'name,email\n"Lovelace, ""Ada""\nCountess",ada@example.org\nBob,bob@example.org',
  )
  expect(lines.map(({ name, line }) => [name, line])).toEqual([
    ['Lovelace, "Ada"\nCountess', 3],
    ['Bob', 4],
  ])
})

test('each line that is wrong is named, with what is wrong about it', () => {
  const { lines, problems } = readRoster(
    [
      'name,email',
      'A,a@example.org',
      'B,',
      'C,no address',
      'D,A@example.org',
      `${'x'.repeat(200)},e@example.org`,
    ].join('\n'),
  )
  expect(lines).toHaveLength(1)
  expect(problems.map(({ line, column, kind }) => [line, column, kind])).toEqual([
    [3, 2, 'no-email'],
    [4, 2, 'bad-email'],
    [5, 2, 'twice'],
    [6, 1, 'too-long'],
  ])
})

test('what is no list is said to be none', () => {
  expect(readRoster('').problems).toMatchObject([{ kind: 'no-email-column' }])
  expect(readRoster('name,group\nA,B').problems).toMatchObject([{ line: 1, kind: 'no-email-column' }])
  expect(readRoster('name,email\n"A,a@example.org').problems).toMatchObject([{ kind: 'csv' }])
  const long = `email\n${Array.from({ length: MOST_LINES + 1 }, (_, i) => `a${i}@example.org`).join('\n')}`
  expect(readRoster(long).problems).toMatchObject([{ kind: 'too-many' }])
})

test('of a list that is far too long no more is read than says so', () => {
  const { problems } = readRoster(`email\n${'a@example.org\n'.repeat(MOST_LINES + 1)}"never ends`)
  expect(problems).toEqual([
    { line: MOST_LINES + 2, column: null, kind: 'too-many', value: String(MOST_LINES) },
  ])
})
