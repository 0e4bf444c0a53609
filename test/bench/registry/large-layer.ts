import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Figure, percentile, ratio, timed } from '../figure.ts'
import { type BenchClient, openClient, withDigest } from './client.ts'
import { type Contestant, type Contestants, inTurns } from './contestants.ts'

const run = promisify(execFile)
const ROUNDS = 3
const MIB = 1024 * 1024
/** of the layer: less where other things go on */
const LAYER_MIB = Number(process.env['BERTH_BENCH_LAYER_MIB'] ?? 1024)

/** One large random layer, pushed as containers/image does (POST, PATCH, PUT) and pulled; by curl, which costs little. */
export async function benchLargeLayer(contestants: Contestants): Promise<Figure[]> {
  const pulled = { ours: [] as number[], theirs: [] as number[] }
  const grown = { ours: [] as number[], theirs: [] as number[] }
  const pushed = await inTurns(contestants, ROUNDS, async (contestant) => {
    const side = contestant === contestants.ours ? 'ours' : 'theirs'
    const layer = await makeLayer(contestants.folder)
    const session = await signIn(contestant)
    const before = await startWatchingMemory(contestant.pid)
    const push = await timed(() => pushLayer(session, layer))
    grown[side].push((await memoryOf(contestant.pid, 'VmHWM')) - before)
    pulled[side].push(throughput(await timed(() => pullLayer(session, layer.digest))))
    session.client.close()
    return throughput(push)
  })
  const compared = (name: string, { ours, theirs }: { ours: number[]; theirs: number[] }): Figure[] => [
    { name, value: percentile(ours, 50), unit: 'MB/s' },
    { name: `${name}, docker-registry`, value: percentile(theirs, 50), unit: 'MB/s' },
    ratio(`${name}, of docker-registry's`, ours, theirs),
  ]
  return [
    ...compared(`push of a layer of ${LAYER_MIB} MiB`, pushed),
    ...compared(`pull of a layer of ${LAYER_MIB} MiB`, pulled),
    { name: 'memory that the push takes', value: Math.max(...grown.ours), unit: 'MiB' },
    { name: 'memory that the push takes, docker-registry', value: Math.max(...grown.theirs), unit: 'MiB' },
  ]
}

type Layer = { readonly file: string; readonly digest: string }

/** Another one each time, because what is there already is not written again. */
async function makeLayer(folder: string): Promise<Layer> {
  const file = path.join(folder, 'layer')
  const hash = createHash('sha256')
  const handle = await open(file, 'w')
  for (let i = 0; i < LAYER_MIB; i++) {
    const bytes = randomBytes(MIB)
    hash.update(bytes)
    await handle.write(bytes)
  }
  await handle.close()
  return { file, digest: `sha256:${hash.digest('hex')}` }
}

type Session = {
  readonly contestant: Contestant
  readonly client: BenchClient
  readonly authorization: string
}

/** Before anything is measured: a password costs a tenth of a second and 32 MiB on purpose, and the peer asks for none. */
async function signIn(contestant: Contestant): Promise<Session> {
  const client = await openClient(contestant, 1)
  return { contestant, client, authorization: await contestant.authorization() }
}

async function pushLayer(session: Session, { file, digest }: Layer): Promise<void> {
  const { client } = session
  const location = await client.startUpload()
  const headers = path.join(path.dirname(file), 'headers')
  await curl(
    session,
    ['-X', 'PATCH', '-H', 'Expect:', '-T', file, '-D', headers, '-o', '/dev/null'],
    location,
  )
  const next = /^location: *(\S+)/im.exec(await readFile(headers, 'utf8'))?.[1] ?? location
  await client.send('PUT', withDigest(next, digest), 201)
}

async function pullLayer(session: Session, digest: string): Promise<void> {
  await curl(session, ['-o', '/dev/null'], `/v2/${session.contestant.repository}/blobs/${digest}`)
}

async function curl(session: Session, args: readonly string[], where: string): Promise<void> {
  const { contestant, authorization } = session
  const url = new URL(where, contestant.url).href
  await run('curl', ['-sS', '--fail', '-H', `Authorization: ${authorization}`, ...args, url])
}

function throughput(ms: number): number {
  return (LAYER_MIB * MIB) / 1000 / ms
}

/** Resets the peak (proc(5), clear_refs) and returns what the process takes now, in MiB. */
async function startWatchingMemory(pid: number): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
  return memoryOf(pid, 'VmRSS')
}

async function memoryOf(pid: number, key: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
}
