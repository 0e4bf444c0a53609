import type { ManifestProblem } from '@berth/manifest'
import { problemFailure } from './problem-failure.ts'

const LINE = /^([a-z][a-z0-9-]*):\s*(.+)$/

/** Process type → command line, as Heroku's Procfile has them. Error: BuildFailed, with the line. */
export function parseProcfile(text: string): Readonly<Record<string, string>> {
  const processes = new Map<string, string>()
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, name = '', command = ''] = LINE.exec(line) ?? []
    const wrong = (message: string) => problemFailure({ ...placeOf(index, raw), message })
    if (name === '') throw wrong('write it as "web: command", with a name of a-z, 0-9 and -')
    if (processes.has(name)) throw wrong(`there is a process ${name} above already`)
    processes.set(name, command)
  }
  return Object.fromEntries(processes)
}

function placeOf(index: number, text: string): Omit<ManifestProblem, 'message'> {
  return { file: 'Procfile', line: index + 1, column: 1, text: text.replace(/\r$/, '') }
}
