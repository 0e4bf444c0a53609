/** What the launcher script and a service manager say in the environment. */
export type Env = {
  /** how many descriptors from 3 on the caller left open */
  readonly inherited: number
  /** sd_listen_fds(3): how many of them are sockets for the program */
  readonly listening: number
  /** all of it but what is meant for this process alone */
  readonly all: Readonly<Record<string, string | undefined>>
}

export function readEnv(): Env {
  const { BERTH_RUNTIME_INHERITED: _inherited, NODE_COMPILE_CACHE: _cache, ...all } = process.env
  return {
    all,
    inherited: count(process.env['BERTH_RUNTIME_INHERITED']),
    listening: count(process.env['LISTEN_FDS']),
  }
}

/** A manager that says nothing, or nothing sensible, passes none. */
function count(text: string | undefined): number {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 0
}
