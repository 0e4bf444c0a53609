import { execFile, spawn } from 'node:child_process'
import { createHash, createPublicKey, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { importPKCS8, SignJWT } from 'jose'
import { freePort } from '../../support/free-port.ts'
import type { Contestant } from './contestants.ts'

const run = promisify(execFile)
const SERVICE = 'peer'
const REPOSITORY = 'bench/image'

/** Debian's docker-registry over files, with its own token authentication: who pulls has a token signed by us. */
export async function startPeerRegistry(folder: string): Promise<Contestant & { stop(): Promise<void> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { certificate, key } = await makeKey(folder)
  const config = path.join(folder, 'peer.yml')
  await writeFile(
    config,
    `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${path.join(folder, 'peer')}}, delete: {enabled: true}}
http: {addr: "127.0.0.1:${port}", relativeurls: true}
auth: {token: {realm: "${url}/token", service: ${SERVICE}, issuer: bench, rootcertbundle: ${certificate}}}
`,
  )
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', 'docker-registry', 'serve', config], {
    stdio: 'ignore',
  })
  for (let tries = 0; tries < 100 && !(await answers(url)); tries++) await sleep(50)
  return {
    name: 'docker-registry',
    pid: server.pid ?? 0,
    url,
    repository: REPOSITORY,
    authorization: () => sign(certificate, key),
    stop: async () => {
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
    },
  }
}

async function makeKey(folder: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [path.join(folder, 'peer.crt'), path.join(folder, 'peer.key')]
  const files = ['-keyout', key, '-out', certificate]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await run('openssl', ['req', '-x509', ...kind, ...files, '-subj', '/CN=bench', '-days', '2'])
  return { certificate, key }
}

async function sign(certificate: string, keyFile: string): Promise<string> {
  const key = await importPKCS8(await readFile(keyFile, 'utf8'), 'ES256')
  const access = [{ type: 'repository', name: REPOSITORY, actions: ['pull', 'push'] }]
  const token = await new SignJWT({ access })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: fingerprint(await readFile(certificate, 'utf8')) })
    .setIssuer('bench')
    .setSubject('bench')
    .setAudience(SERVICE)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore('-1m')
    .setExpirationTime('1h')
    .sign(key)
  return `Bearer ${token}`
}

/** How libtrust names a public key: 240 bits of the sha256 of its DER form, in base32 by groups of four. */
function fingerprint(certificate: string): string {
  const der = createPublicKey(certificate).export({ type: 'spki', format: 'der' })
  const bits = [...createHash('sha256').update(der).digest().subarray(0, 30)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  const letters = bits
    .match(/.{5}/g)
    ?.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
  return letters?.join('').match(/.{4}/g)?.join(':') ?? ''
}

/** With 401, as long as nobody has signed in. */
async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v2/`).then(
    () => true,
    () => false,
  )
}
