import { BerthError, parseEmail } from '@berth/core'
import type { RosterLine, RosterProblem } from '@berth/protocol'
import { CsvError, parse } from 'csv-parse/sync'

/** What a line of a list says; `change` is told by who is there already. */
export type ReadLine = Omit<RosterLine, 'change'>

export type ReadRoster = { readonly lines: readonly ReadLine[]; readonly problems: readonly RosterProblem[] }

export const MOST_LINES = 2_000
const MOST_TEXT = 120

/** Names of columns as lists of schools and of Moodle and Canvas have them, in lower case. */
const COLUMNS = {
  name: ['name', 'full name', 'student', 'student name', '姓名', '名字'],
  first: ['first name', 'firstname', 'given name', '名'],
  last: ['last name', 'lastname', 'surname', 'family name', '姓'],
  email: ['email', 'e-mail', 'email address', 'mail', 'sis login id', '邮箱', '电子邮箱', '电子邮件'],
  group: ['group', 'section', 'class', '组', '班级', '小组'],
  externalId: ['external id', 'id number', 'student id', 'sis user id', 'id', '学号'],
} as const

type Column = keyof typeof COLUMNS
type Row = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

/** A list with a header, by commas, semicolons or tabs (RFC 4180): every line is read or said to be wrong. */
export function readRoster(text: string): ReadRoster {
  const rows = readRows(text)
  if (!Array.isArray(rows)) return { lines: [], problems: [rows] }
  const [header, ...body] = rows
  const columns = findColumns(header?.record ?? [])
  if (columns.email === undefined) return refused(1, 'no-email-column', (header?.record ?? []).join(', '))
  if (body.length > MOST_LINES)
    return refused(body[MOST_LINES]?.info.lines ?? 1, 'too-many', String(MOST_LINES))
  return readLines(body, columns)
}

function readRows(text: string): Row[] | RosterProblem {
  try {
    return parse(text, {
      ...{ bom: true, trim: true, relax_column_count: true, skip_empty_lines: true, info: true },
      ...{ delimiter: delimiterOf(text), max_record_size: 20_000 },
      to: MOST_LINES + 2, // the header, and the first that is too many: the rest is not read
    }) as unknown as Row[] // with `info` each record comes with its place, which the types do not say
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(Reflect.get(error, 'lines') ?? 1)
    const at = Reflect.get(error, 'column')
    const column = typeof at === 'number' ? at + 1 : null // it is the name of one where columns have names
    return { line, column, kind: 'csv', value: error.message.slice(0, 200) }
  }
}

/** The one that the header has most of. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1)
  const count = (one: string) => header.split(one).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

function findColumns(header: readonly string[]): Partial<Record<Column, number>> {
  const names = header.map((name) => name.toLowerCase())
  const found: Partial<Record<Column, number>> = {}
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const at = COLUMNS[column].map((name) => names.indexOf(name)).find((index) => index >= 0)
    if (at !== undefined) found[column] = at
  }
  return found
}

function readLines(body: readonly Row[], columns: Partial<Record<Column, number>>): ReadRoster {
  const lines: ReadLine[] = []
  const problems: RosterProblem[] = []
  const seen = new Set<string>()
  const emailAt = numberOf(columns.email)
  for (const { record, info } of body) {
    const read = readLine(record, columns, info.lines)
    if ('kind' in read) problems.push(read)
    else if (seen.has(read.email))
      problems.push({ line: read.line, column: emailAt, kind: 'twice', value: read.email })
    else {
      seen.add(read.email)
      lines.push(read)
    }
  }
  return { lines, problems }
}

function readLine(
  record: readonly string[],
  columns: Partial<Record<Column, number>>,
  line: number,
): ReadLine | RosterProblem {
  const cell = (column: Column) => {
    const at = columns[column]
    return at === undefined ? '' : (record[at] ?? '')
  }
  const wrong = (kind: RosterProblem['kind'], column: number | undefined, value: string) => ({
    ...{ line, column: numberOf(column), kind, value },
  })
  const tooLong = record.findIndex((text, at) => text.length > MOST_TEXT && at !== columns.email)
  if (tooLong >= 0) return wrong('too-long', tooLong, (record[tooLong] ?? '').slice(0, 40))
  if (cell('email') === '') return wrong('no-email', columns.email, cell('name'))
  const email = readEmail(cell('email'))
  if (email === undefined) return wrong('bad-email', columns.email, cell('email').slice(0, MOST_TEXT))
  const parts = [cell('first'), cell('last')].filter(Boolean).join(' ')
  const name = cell('name') || parts || email
  return { line, name, email, group: cell('group') || null, externalId: cell('externalId') || null }
}

/** As people count. */
function numberOf(index: number | undefined): number | null {
  return index === undefined ? null : index + 1
}

function readEmail(text: string): string | undefined {
  try {
    return parseEmail(text)
  } catch (error) {
    if (error instanceof BerthError) return undefined
    throw error
  }
}

function refused(line: number, kind: RosterProblem['kind'], value: string): ReadRoster {
  return { lines: [], problems: [{ line, column: null, kind, value: value.slice(0, 200) }] }
}
