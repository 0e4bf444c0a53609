import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Outcome } from './platform.ts'

/** Runs a program for which these names lead to this machine: in a mount namespace with an /etc/hosts of its own. */
export async function withHosts(folder: string, hosts: readonly string[]) {
  const file = path.join(folder, 'hosts')
  await writeFile(file, `127.0.0.1 localhost ${hosts.join(' ')}\n`)
  return (
    program: string,
    args: readonly string[],
    options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
  ): Promise<Outcome> => {
    const script = 'mount --bind "$0" /etc/hosts && exec "$@"'
    const { BERTH_URL: _url, BERTH_TOKEN: _token, ...inherited } = process.env
    return new Promise((resolve) => {
      execFile(
        'unshare',
        ['--mount', '--propagation', 'private', 'sh', '-c', script, file, program, ...args],
        { env: { ...inherited, ...options.env }, cwd: options.cwd, maxBuffer: 64 * 1024 ** 2 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
          resolve({ code, stdout, stderr })
        },
      )
    })
  }
}
