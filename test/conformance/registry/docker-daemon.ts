import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../../support/eventually.ts'
import type { ClientFolder } from './client-folder.ts'

/**
 * Debian's dockerd with all that it has in a folder of the test, without networks and firewall. It lives in process
 * and mount namespaces of its own, and ends with them, also when the test is killed.
 */
export async function startDockerDaemon({ path, run }: ClientFolder): Promise<{ close(): Promise<void> }> {
  const at = (name: string) => join(path, name)
  writeFileSync(at('daemon.json'), '{}')
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
      ...['/usr/sbin/dockerd', '--config-file', at('daemon.json'), '--pidfile', at('docker.pid')],
      ...[
        '--data-root',
        at('docker'),
        '--exec-root',
        at('docker-run'),
        '--host',
        `unix://${at('docker.sock')}`,
      ],
      ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
      ...['--storage-driver=vfs', '--log-level=error'],
    ],
    { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: path } },
  )
  await eventually(() => run('/usr/bin/docker', 'version').then(Boolean, () => false), {
    withinMs: 30_000,
    what: 'the start of dockerd',
  })
  return {
    close: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
