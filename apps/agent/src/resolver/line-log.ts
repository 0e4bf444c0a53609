/** Lines as pino writes them, without pino's memory: the resolver says little. */
export function createLineLog(name: string) {
  const write = (level: number, fields: object, msg: string) => {
    const line = { level, time: Date.now(), pid: process.pid, name, ...fields, msg }
    process.stdout.write(`${JSON.stringify(line, asText)}\n`)
  }
  return {
    info: (fields: object, message: string) => write(30, fields, message),
    warn: (fields: object, message: string) => write(40, fields, message),
  }
}

/** An error has no properties of its own that JSON would show. */
function asText(_key: string, value: unknown): unknown {
  return value instanceof Error ? { type: value.name, message: value.message } : value
}
