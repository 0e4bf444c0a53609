/** What the node logs with: pino, as far as it is used. */
export type NodeLog = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}
