import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeOciLayout } from './oci-layout.ts'

const execute = promisify(execFile)
const TIMEOUT_MS = 60_000

/** Where programs of others keep all that they keep: logins, caches, images. In `image` lies an OCI layout with the tag `v1`. */
export type ClientFolder = {
  readonly path: string
  /** Runs a program of the system; returns what it printed, errors too, and throws with its own words. */
  readonly run: (program: string, ...args: string[]) => Promise<string>
  close(): void
}

export function makeClientFolder(name: string): ClientFolder {
  const path = mkdtempSync(join(tmpdir(), `berth-${name}-`))
  writeOciLayout(join(path, 'image'))
  mkdirSync(join(path, 'run'), { mode: 0o700 })
  mkdirSync(join(path, '.config/containers'), { recursive: true })
  writeFileSync(
    join(path, '.config/containers/policy.json'),
    '{"default":[{"type":"insecureAcceptAnything"}]}',
  )
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: path,
    TMPDIR: path,
    XDG_CONFIG_HOME: join(path, '.config'),
    XDG_DATA_HOME: path,
    XDG_RUNTIME_DIR: join(path, 'run'),
    DOCKER_CONFIG: join(path, '.docker'),
    DOCKER_HOST: `unix://${join(path, 'docker.sock')}`,
    REGISTRY_AUTH_FILE: join(path, 'auth.json'),
  }
  return {
    path,
    run: async (program, ...args) => {
      const { stdout, stderr } = await execute(program, args, { env, timeout: TIMEOUT_MS })
      return `${stdout}${stderr}`.trim()
    },
    close: () => rmSync(path, { recursive: true, force: true }),
  }
}
