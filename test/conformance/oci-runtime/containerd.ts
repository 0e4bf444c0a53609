import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../../support/eventually.ts'
import { type ProgramRun, runProgram } from './run-program.ts'

export type Containerd = {
  readonly folder: string
  readonly socket: string
  ctr(...args: string[]): Promise<ProgramRun>
  stop(): Promise<void>
}

/** A containerd of its own: all that it has lies in one folder, beside nobody else's. */
export async function startContainerd(): Promise<Containerd> {
  const folder = await mkdtemp(join(tmpdir(), 'containerd-'))
  const socket = join(folder, 'containerd.sock')
  await writeFile(join(folder, 'config.toml'), configOf(folder, socket))
  const log = await open(join(folder, 'log'), 'w')
  // it ends with the tests, also when they are killed
  const words = ['--pdeathsig', 'KILL', 'containerd', '--config', join(folder, 'config.toml')]
  const daemon = spawn('setpriv', words, { stdio: ['ignore', log.fd, log.fd] })
  const ctr = (...args: string[]) => runProgram('ctr', ['--address', socket, ...args])
  await eventually(async () => (await ctr('version')).code === 0)
  return {
    folder,
    socket,
    ctr,
    stop: async () => {
      const ended = once(daemon, 'exit')
      daemon.kill()
      await ended
      await log.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configOf(folder: string, socket: string): string {
  return `version = 2
root = ${JSON.stringify(join(folder, 'root'))}
state = ${JSON.stringify(join(folder, 'state'))}
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = ${JSON.stringify(socket)}
`
}
