import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who listens on a TCP port of this machine; undefined when nobody does. */
export async function listenerOn(
  port: number,
): Promise<{ name: string; pids: readonly number[] } | undefined> {
  const { stdout } = await run('ss', ['-Hltnp', `sport = :${port}`])
  return parseListeners(stdout)
}

/** Lines as `LISTEN 0 4096 127.0.0.1:7070 0.0.0.0:* users:(("haproxy",pid=12,fd=5))`. Source: ss(8). */
export function parseListeners(text: string): { name: string; pids: readonly number[] } | undefined {
  if (text.trim() === '') return undefined
  const users = [...text.matchAll(/\("([^"]*)",pid=(\d+)/g)]
  const pids = [...new Set(users.map(([, , pid]) => Number(pid)))]
  const name = users[0]?.[1]
  return { name: name ? `${name} (pid ${pids.join(', ')})` : 'another program', pids }
}
