import { BerthError } from '@berth/core'

const LINE = /^([A-Za-z0-9_-]+):\s*(.+)$/

/**
 * Process type → command line, as Heroku's Procfile has them. Error: input.invalid, with line, column and text in its
 * details.
 */
export function parseProcfile(text: string): Readonly<Record<string, string>> {
  const processes: Record<string, string> = {}
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, name = '', command = ''] = LINE.exec(line) ?? []
    if (name === '') throw wrong(index, raw, 'write it as "web: command"')
    if (Object.hasOwn(processes, name)) throw wrong(index, raw, `there is a process ${name} above already`)
    processes[name] = command
  }
  return processes
}

function wrong(index: number, text: string, message: string): BerthError {
  return new BerthError('input.invalid', message, { details: { line: index + 1, column: 1, text } })
}
