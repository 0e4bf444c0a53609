import type { Place, Problem } from '@berth/yaml'
import { LAB_FILE } from './lab-files.ts'

/** Of a folder that is wrong all over, this many are told. */
const MOST_PROBLEMS = 50

/** What was found so far while a lab is put together. */
export type Report = {
  /** something that a part of lab.yml asks for cannot be */
  wrong(path: readonly PropertyKey[], message: string): void
  /** a file is wrong at a line, from 1 */
  wrongLine(file: string, text: string, line: number, message: string): void
  readonly problems: readonly Problem[]
}

export function createReport(at: (path: readonly PropertyKey[]) => Place): Report {
  const problems: Problem[] = []
  const add = (problem: Problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem)
  }
  return {
    problems,
    wrong(path, message) {
      const name = path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.')
      add({ file: LAB_FILE, message: `${name}: ${message}`, ...at(path) })
    },
    wrongLine(file, text, line, message) {
      add({ file, message, line, column: 1, text: (text.split('\n')[line - 1] ?? '').slice(0, 500) })
    },
  }
}
