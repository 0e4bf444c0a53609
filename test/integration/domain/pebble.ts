import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/free-port.ts'
import { ownCertificate } from '../door/own-certificate.ts'

/** Debian's pebble, a real certificate authority that speaks ACME, with a DNS of its own, on the loopback. */
export type Pebble = {
  readonly directory: string
  /** file with what signs the authority's own certificate */
  readonly caFile: string
  /** what signs those that it gives; new at each start */
  root(): Promise<string>
  /** Where a host leads; all others lead to 127.0.0.1. */
  setAddress(host: string, address: string): Promise<void>
  stop(): Promise<void>
}

/** `httpPort`: where it looks for answers to its challenges. */
export async function startPebble(options: { readonly httpPort: number }): Promise<Pebble> {
  const dir = mkdtempSync(join(tmpdir(), 'berth-pebble-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(dir, name), content)
    return join(dir, name)
  }
  const own = ownCertificate(['localhost'])
  const caFile = file('cert.pem', own.cert)
  const [acme, management, dns, dnsManagement] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const pebble = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: caFile,
    privateKey: file('key.pem', own.key),
    ...{
      httpPort: options.httpPort,
      tlsPort: 1,
      ocspResponderURL: '',
      externalAccountBindingRequired: false,
    },
  }
  const env = {
    PATH: '/usr/bin:/bin',
    PEBBLE_VA_NOSLEEP: '1',
    PEBBLE_AUTHZREUSE: '0',
    NODE_ENV: 'test',
  } as const
  const config = file('config.json', JSON.stringify({ pebble }))
  const challenges = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', '']
  const names = ['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${dnsManagement}`]
  const children = [
    spawn('pebble-challtestsrv', [...challenges, ...names], { env, stdio: 'ignore' }),
    spawn('pebble', ['-config', config, '-dnsserver', `127.0.0.1:${dns}`], { env, stdio: 'ignore' }),
  ]
  const directory = `https://localhost:${acme}/dir`
  const ask = (url: string) => fetchText(url, own.cert)
  const answers = async () => (await ask(directory).catch(() => '')).includes('newOrder')
  await eventually(answers, { withinMs: 60_000, what: 'pebble' })
  return {
    directory,
    caFile,
    root: () => ask(`https://localhost:${management}/roots/0`),
    setAddress: async (host, address) => {
      // it adds to what a host has
      await post(`http://127.0.0.1:${dnsManagement}/clear-a`, JSON.stringify({ host }))
      const body = JSON.stringify({ host, addresses: [address] })
      await post(`http://127.0.0.1:${dnsManagement}/add-a`, body)
    },
    stop: async () => {
      await Promise.all(children.map(end))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function fetchText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(url, { ca, agent: false }, (response) => {
      void text(response).then(resolve, reject)
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

function post(url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method: 'POST', agent: false }, (response) => {
      void text(response).then(resolve, reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
