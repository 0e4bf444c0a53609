import { appendFileSync } from 'node:fs'

export type Level = 'error' | 'warning' | 'debug'
export type LogFormat = 'text' | 'json'

export type CommandLog = (level: Level, message: string) => void

/** Lines as runc writes them, to the file that `--log` names, else to stderr; an error is on stderr in any case. */
export function createCommandLog(options: {
  readonly file: string | undefined
  readonly format: LogFormat
  readonly debug: boolean
  readonly now: () => Date
  readonly stderr: (text: string) => void
}): CommandLog {
  return (level, message) => {
    if (level === 'debug' && !options.debug) return
    const line = formatLine(options.format, level, message, options.now())
    if (options.file === undefined) return options.stderr(level === 'error' ? `${message}\n` : line)
    appendFileSync(options.file, line)
    if (level === 'error') options.stderr(`${message}\n`)
  }
}

/** One line with its end: `{"level","msg","time"}`, or the same as pairs. */
export function formatLine(format: LogFormat, level: Level, msg: string, now: Date): string {
  const time = now.toISOString()
  if (format === 'json') return `${JSON.stringify({ level, msg, time })}\n`
  return `time=${JSON.stringify(time)} level=${level} msg=${JSON.stringify(msg)}\n`
}
