/** What this package needs of a logger; pino's fits. */
export type Log = {
  debug(data: object, message: string): void
  info(data: object, message: string): void
  warn(data: object, message: string): void
}
