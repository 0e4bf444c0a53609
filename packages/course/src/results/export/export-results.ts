import type { ResultsView } from '@berth/protocol'
import { toCsv } from './to-csv.ts'

export const EXPORT_FORMATS = ['table', 'moodle', 'canvas'] as const
/** What a school's system takes; every try of every check is `exportHistory`'s. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Results as a file that the school's own system takes. */
export function exportResults(results: ResultsView, format: ExportFormat): string {
  switch (format) {
    case 'table':
      return toCsv(asTable(results))
    case 'moodle':
      return toCsv(asMoodle(results))
    case 'canvas':
      return toCsv(asCanvas(results))
  }
}

type Rows = (string | number)[][]

/** One row for each student, lab and check. */
function asTable({ labs, students }: ResultsView): Rows {
  const titles = new Map(labs.map(({ id, title }) => [id, title]))
  const head = ['name', 'email', 'group', 'external id', 'lab', 'check', 'points', 'of', 'passed', 'at']
  const rows = students.flatMap(({ member, labs: each }) =>
    each.flatMap(({ lab, checks }) =>
      checks.map(({ title, points, passed, at }) => [
        ...[member.name, member.email ?? '', member.group ?? '', member.externalId ?? ''],
        ...[titles.get(lab) ?? '', title, passed ? points : 0, points],
        ...[passed === null ? '' : String(passed), at?.toISOString() ?? ''],
      ]),
    ),
  )
  return [head, ...rows]
}

/**
 * docs.moodle.org/en/Grade_import: a column that identifies the person (e-mail or ID number) and one for each grade
 * item, as Moodle's own export has them. Empty where nothing was tried.
 */
function asMoodle({ labs, students }: ResultsView): Rows {
  const head = ['First name', 'Last name', 'ID number', 'Email address', ...labs.map(({ title }) => title)]
  const rows = students.map(({ member, labs: each }) => {
    const [first = '', ...last] = member.name.split(' ')
    const who = [first, last.join(' '), member.externalId ?? '', member.email ?? '']
    return [...who, ...each.map(pointsOf)]
  })
  return [head, ...rows]
}

/** The gradebook's own export: five columns that identify the student, a row with the points possible. */
function asCanvas({ labs, students }: ResultsView): Rows {
  const head = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ...labs.map(({ title }) => title)]
  const possible = ['Points Possible', '', '', '', '', ...labs.map(({ points }) => points)]
  const rows = students.map(({ member, labs: each }) => {
    const who = [member.name, '', member.externalId ?? '', member.email ?? '', member.group ?? '']
    return [...who, ...each.map(pointsOf)]
  })
  return [head, possible, ...rows]
}

function pointsOf({ points, checks }: ResultsView['students'][number]['labs'][number]): string | number {
  return checks.some(({ passed }) => passed !== null) ? points : ''
}
