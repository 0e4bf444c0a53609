import { pino } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on stdout, or at the end of `file`, with `name`; what usually carries a secret is removed wherever it stands. */
export function createLog(options: { name: string; level?: string; file?: string }) {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    base: { pid: process.pid },
    redact: {
      paths: [
        'password',
        '*.password',
        'token',
        '*.token',
        'secret',
        '*.secret',
        'headers.authorization',
        'headers.cookie',
        '*.headers.authorization',
        '*.headers.cookie',
      ],
      censor: '[redacted]',
    },
  }
  return options.file === undefined ? pino(settings) : pino(settings, pino.destination(options.file))
}
