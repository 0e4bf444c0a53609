import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** `skopeo …`, which throws with its own words when it fails. */
export async function skopeo(args: readonly string[]): Promise<string> {
  const { stdout } = await execute('skopeo', [...args], { maxBuffer: 16 * 1024 ** 2 })
  return stdout
}

/** Copies between two repositories of one registry as `token`; names without the host. */
export function copyImage(host: string, token: string, from: string, to: string): Promise<string> {
  const credentials = `test:${token}`
  return skopeo([
    'copy',
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
    `--src-creds=${credentials}`,
    `--dest-creds=${credentials}`,
    `docker://${host}/${from}`,
    `docker://${host}/${to}`,
  ])
}
