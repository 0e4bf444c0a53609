import { BerthError } from '@berth/core'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

export async function listCourses(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.courses.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['NAME', 'TITLE', 'STUDENTS', 'LABS', 'RUNNING', 'STATE'],
      ...list.map(({ name, title, students, labs, running, archivedAt }) => [
        ...[name, title, String(students), String(labs), String(running)],
        archivedAt === null ? 'open' : 'archived',
      ]),
    ]),
  )
}

export async function createCourse(
  course: { readonly name: string; readonly title: string },
  options: SessionOptions,
): Promise<void> {
  const session = await openSession(options)
  const made = await session.api.courses.create.mutate({ tenant: await session.tenant(), ...course })
  if (options.json) return printJson(made)
  say(`course ${made.name} is made`)
}

const FORMATS = ['table', 'moodle', 'canvas', 'history'] as const

export async function courseResults(
  name: string,
  options: SessionOptions & { readonly format: string },
): Promise<void> {
  const format = FORMATS.find((one) => one === options.format)
  if (format === undefined) {
    throw new UsageError(`there is no format "${options.format}": ${FORMATS.join(', ')}`)
  }
  const session = await openSession(options)
  const list = await session.api.courses.list.query({ tenant: await session.tenant() })
  const course = list.find((one) => one.name === name)
  if (course === undefined) throw new BerthError('course.not_found', `there is no course "${name}"`)
  if (options.json) return printJson(await session.api.courses.results.query({ course: course.id }))
  const { csv } =
    format === 'history'
      ? await session.api.courses.exportHistory.query({ course: course.id })
      : await session.api.courses.exportResults.query({ course: course.id, format })
  printResult(csv.trimEnd())
}
