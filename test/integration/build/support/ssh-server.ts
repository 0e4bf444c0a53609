import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { eventually } from '../../../support/eventually.ts'
import { freePort } from '../../../support/free-port.ts'

/**
 * OpenSSH's own server at this address, which lets in who has the key; `key` is its private half. `program`: what it
 * runs, whatever is asked for.
 */
export async function startSshServer(folder: string, address: string, program?: string) {
  await mkdir(folder, { recursive: true })
  await mkdir('/run/sshd', { recursive: true })
  const [host, user, config] = ['host', 'user', 'config'].map((name) => join(folder, name))
  for (const file of [host, user]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file ?? ''])
  }
  const port = await freePort()
  const settings = [
    ...[`ListenAddress ${address}:${port}`, `HostKey ${host}`, `AuthorizedKeysFile ${user}.pub`],
    ...['PidFile none', 'UsePAM no', 'StrictModes no', 'PermitRootLogin prohibit-password'],
    'PasswordAuthentication no',
    ...(program === undefined ? [] : [`ForceCommand ${program}`]),
  ]
  await writeFile(config ?? '', `${settings.join('\n')}\n`)
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config ?? ''], { stdio: 'ignore' })
  await eventually(() => answers(address, port), { what: 'the SSH server' })
  return {
    port,
    key: await readFile(user ?? '', 'utf8'),
    async close() {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    },
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => socket.end(() => resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
