import { expect } from 'vitest'
import type { Enrolled } from './class-roster.ts'
import type { PlatformApi } from './platform-api.ts'

type Class = {
  readonly course: string
  /** the title of its one lab, all of whose checks have passed */
  readonly lab: string
  readonly roster: readonly Enrolled[]
  /** names of who is on no list */
  readonly others: readonly string[]
}

/** Each file has everybody once with what they reached, and those of the list as the list has them. */
export async function exportsSay(
  teacher: PlatformApi,
  { course, lab, roster, others }: Class,
): Promise<void> {
  const names = new Set([...roster.map(({ name }) => name), ...others])
  const rowsOf = async (procedure: string, input: object) =>
    readCsv((await teacher.ask<{ csv: string }>(procedure, { course, ...input })).csv)
  const table = await rowsOf('courses.exportResults', { format: 'table' })
  expect(table).toHaveLength(names.size)
  expect(new Set(table.map((row) => row['name']))).toEqual(names)
  expect(new Set(table.map((row) => row['passed']))).toEqual(new Set(['true']))
  const moodle = await rowsOf('courses.exportResults', { format: 'moodle' })
  expect(moodle).toHaveLength(names.size)
  const [, ...canvas] = await rowsOf('courses.exportResults', { format: 'canvas' }) // the first: points possible
  expect(canvas).toHaveLength(names.size)
  expect(new Set(canvas.map((row) => row['Student']))).toEqual(names)
  const points = table[0]?.['of']
  for (const { name, email, externalId, group } of roster) {
    expect(table.find((row) => row['email'] === email)).toMatchObject({
      ...{ name, group, 'external id': externalId, points },
    })
    expect(moodle.find((row) => row['Email address'] === email)).toMatchObject({
      ...{ 'ID number': externalId, [lab]: points },
    })
    expect(canvas.find((row) => row['SIS Login ID'] === email)).toMatchObject({
      ...{ 'SIS User ID': externalId, Section: group, [lab]: points },
    })
  }
  const history = await rowsOf('courses.exportHistory', {})
  expect(new Set(history.map((row) => row['name']))).toEqual(names)
}

/** By its header; every field is quoted. */
function readCsv(text: string): Record<string, string>[] {
  const fieldsOf = (line: string) =>
    [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, field = '']) => field.replaceAll('""', '"'))
  const [header = [], ...rows] = text.trimEnd().split('\r\n').map(fieldsOf)
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])))
}
