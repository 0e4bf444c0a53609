import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const BINARY = '/usr/bin/docker-registry'

export function dockerRegistryInstalled(): boolean {
  return existsSync(BINARY)
}

/** The login of a registry that is started with one, and its line of an htpasswd file. */
export const DOCKER_LOGIN = { username: 'puller', password: 'hub-password' }
const HTPASSWD = 'puller:$2y$05$abcdefghijklmnopqrstuun7Hz7zXUdjO6o6VxsNC6qcr4qh37yDq\n'

/** Debian's docker-registry on a free port of the loopback, with deletes enabled; open unless `login` is said. */
export async function startDockerRegistry({ login = false }: { login?: boolean } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'berth-docker-registry-'))
  const port = await freePort()
  const config = join(root, 'config.yml')
  writeFileSync(
    config,
    `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${root}}, delete: {enabled: true}}
http: {addr: "127.0.0.1:${port}", relativeurls: true}
${login ? `auth: {htpasswd: {realm: test, path: ${join(root, 'htpasswd')}}}\n` : ''}`,
  )
  writeFileSync(join(root, 'htpasswd'), HTPASSWD)
  const child = spawn(BINARY, ['serve', config], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100 && !(await answers(url)); tries++) await sleep(50)
  return {
    url,
    close: () => {
      child.kill('SIGKILL')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v2/`).then(
    ({ ok, status }) => ok || status === 401,
    () => false,
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
