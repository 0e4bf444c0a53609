import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { eventually } from '../../../support/eventually.ts'

export type TestRegistry = { readonly url: string; stop(): Promise<void> }

/** Debian's docker-registry on a free loopback port with its data in `dir`; it dies with this process. */
export async function startRegistry(dir: string): Promise<TestRegistry> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config = join(dir, 'registry.json')
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(dir, 'registry') } },
      http: { addr: `127.0.0.1:${port}` },
    }),
  )
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'docker-registry', 'serve', config], {
    stdio: 'ignore',
  })
  await eventually(async () => (await answers(url)) && child.exitCode === null, { what: 'docker-registry' })
  return {
    url,
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v2/`).then(
    (answer) => answer.ok,
    () => false,
  )
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
