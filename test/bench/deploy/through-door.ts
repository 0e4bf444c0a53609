import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestPlatform } from '../../support/platform.ts'
import { type Figure, percentile } from '../figure.ts'
import { nginxSource, openNginx } from './nginx.ts'

const run = promisify(execFile)
const ROUNDS = 3
const SECONDS = 3
const APP = 'bench-door'

/** Requests per second of one app, which is nginx: asked itself, through bare nginx, and through the door. */
export async function benchThroughDoor(platform: TestPlatform): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-door-'))
  try {
    await nginxSource(folder)
    const { url } = await platform.json<{ url: string }>([
      ...['deploy', APP, '--source', folder, '--port', '8080', '--cpu', '2', '--wait'],
    ])
    const { stdout } = await platform.run(['exec', APP, '--', 'hostname', '-i'])
    const server = `${stdout.trim()}:8080`
    const nginx = await openNginx(folder, server)
    try {
      return await race({ door: url, nginx: nginx.url, app: `http://${server}/` })
    } finally {
      await nginx.close()
    }
  } finally {
    await platform.run(['destroy', APP, '--yes'])
    await rm(folder, { recursive: true, force: true })
  }
}

/** In turns, so that all meet the same machine. */
async function race(ways: { door: string; nginx: string; app: string }): Promise<Figure[]> {
  const met = { door: [] as number[], nginx: [] as number[], app: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ['app', 'nginx', 'door'] as const) met[way].push(await load(ways[way]))
  }
  const [app, nginx, door] = [met.app, met.nginx, met.door].map((rates) => percentile(rates, 50))
  return [
    { name: 'requests of an app, 32 connections', value: app ?? 0, unit: 'per s' },
    { name: 'requests through bare nginx', value: nginx ?? 0, unit: 'per s' },
    { name: 'requests through the door', value: door ?? 0, unit: 'per s' },
    { name: "requests through the door, of nginx's", value: (door ?? 0) / (nginx ?? 1), unit: 'times' },
  ]
}

async function load(url: string): Promise<number> {
  const { host, port } = new URL(url)
  // names below localhost are nobody's but the browsers'
  const address = host.includes('.localhost') ? `http://127.0.0.1:${port}/` : url
  const { stdout } = await run('wrk', ['-t1', '-c32', `-d${SECONDS}s`, '-H', `Host: ${host}`, address])
  if (/Non-2xx/.test(stdout)) throw new Error(`${url} refused: ${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}
