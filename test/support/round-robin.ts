import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A real HAProxy that gives each request to the next of several servers in turn. */
export async function startRoundRobin(
  port: number,
  ports: readonly number[],
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-test-robin-'))
  const file = path.join(folder, 'haproxy.cfg')
  const servers = ports.map((one, i) => `  server s${i} 127.0.0.1:${one}`)
  await writeFile(
    file,
    `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen registry
  bind 127.0.0.1:${port}
  balance roundrobin
  option http-server-close
${servers.join('\n')}
`,
  )
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'haproxy', '-db', '-f', file], { stdio: 'ignore' })
  for (let tries = 0; tries < 100 && !(await listens(port)); tries++) await sleep(50)
  return {
    stop: async () => {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
    socket.once('connect', () => socket.end())
  })
}
