import type { Command } from 'commander'
import { onPlatform } from './on-platform.ts'

/** `berth courses …` */
export function addCourses(program: Command): void {
  const courses = onPlatform(program, 'courses', 'list the courses of the tenant').action(async (options) =>
    (await import('./commands/courses.ts')).listCourses(options),
  )
  onPlatform(courses, 'create <name> <title>', 'make a course').action(
    async (name, title, _options, command) =>
      (await import('./commands/courses.ts')).createCourse({ name, title }, command.optsWithGlobals()),
  )
  onPlatform(courses, 'results <name>', 'write what checks said as a CSV file to standard output')
    .option('--format <format>', 'table, moodle, canvas or history', 'table')
    .action(async (name, _options, command) =>
      (await import('./commands/courses.ts')).courseResults(name, command.optsWithGlobals()),
    )
}
