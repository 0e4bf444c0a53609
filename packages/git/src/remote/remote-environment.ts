import path from 'node:path'
import { writeFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { RemoteAccess } from './remote-access.ts'
import type { RemoteAddress } from './remote-address.ts'
import { sshConfig } from './ssh-config.ts'

/** Two protocols, no redirect, no proxy, no other server, and every object checked as it comes. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['protocol.allow', 'never'],
  ['protocol.https.allow', 'always'],
  ['protocol.ssh.allow', 'always'],
  ['http.followRedirects', 'false'],
  ['http.proxy', ''],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
  ['credential.helper', ''],
  ['core.hooksPath', '/dev/null'],
  ['fetch.fsckObjects', 'true'],
  // one pack, whose size its file limit bounds
  ['fetch.unpackLimit', '1'],
  ['fetch.recurseSubmodules', 'false'],
  ['maintenance.auto', 'false'],
]

/** What git starts as its ssh: git passes host and command, the rest is in the file. It tells when the server is done. */
const SSH = `#!/bin/sh
rm -f "$BERTH_SSH_ENDED"
/usr/bin/ssh -F "$BERTH_SSH_CONFIG" "$@"
code=$?
: > "$BERTH_SSH_ENDED"
exit $code
`

/** `sshEnded`: a file that is there when ssh has ended; null: git speaks https itself, and looks at the speed. */
export type RemoteEnvironment = {
  readonly env: Record<string, string>
  readonly knownHosts: string
  readonly sshEnded: string | null
}

/** What git is started with to reach one server; secrets go into files of `folder` and the environment, which others cannot read. */
export async function remoteEnvironment(
  folder: string,
  address: RemoteAddress,
  access: RemoteAccess,
): Promise<RemoteEnvironment> {
  const at = await access.locate(address.host)
  const knownHosts = path.join(folder, 'known_hosts')
  await writeFile(knownHosts, access.hostKeys, { mode: 0o600 })
  if (address.protocol === 'https')
    return { env: settingsEnv(httpsSettings(address, at, access)), knownHosts, sshEnded: null }
  const config = path.join(folder, 'ssh_config')
  const privateKey = await keepKey(folder, access.privateKey)
  await writeFile(config, sshConfig({ host: address.host, address: at, knownHosts, privateKey }), {
    mode: 0o600,
  })
  const program = path.join(folder, 'ssh')
  await writeFile(program, SSH, { mode: 0o700 })
  const sshEnded = path.join(folder, 'ssh_ended')
  const files = { BERTH_SSH_CONFIG: config, BERTH_SSH_ENDED: sshEnded }
  const ssh = { GIT_SSH: program, GIT_SSH_VARIANT: 'ssh', ...files }
  return { env: { ...settingsEnv(SETTINGS), ...ssh }, knownHosts, sshEnded }
}

function httpsSettings({ host, port }: RemoteAddress, at: string, { token, caFile }: RemoteAccess) {
  return [
    ...SETTINGS,
    // what was checked is what is connected to
    ['http.curloptResolve', `${host}:${port}:${at.includes(':') ? `[${at}]` : at}`] as const,
    ...(caFile === undefined ? [] : [['http.sslCAInfo', caFile] as const]),
    ...(token === undefined ? [] : [['http.extraHeader', `Authorization: Basic ${basic(token)}`] as const]),
  ]
}

/** Providers take any user beside a token. */
function basic(token: string): string {
  if (/[\r\n]/.test(token)) throw new BerthError('input.invalid', 'a token is one line')
  return Buffer.from(token.includes(':') ? token : `git:${token}`).toString('base64')
}

/** git-config(1), GIT_CONFIG_COUNT: not on the command line, which others may read. */
function settingsEnv(settings: readonly (readonly [string, string])[]): Record<string, string> {
  const pairs = settings.flatMap(([name, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, name],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ])
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(settings.length) }
}

async function keepKey(folder: string, key: string | undefined): Promise<string | undefined> {
  if (key === undefined) return undefined
  const file = path.join(folder, 'deploy_key')
  await writeFile(file, key, { mode: 0o600 })
  return file
}
