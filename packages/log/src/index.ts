import { pino } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on stdout with `name`; what usually carries a secret is removed wherever it stands. */
export function createLog(options: { name: string; level?: string }) {
  return pino({
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
  })
}
