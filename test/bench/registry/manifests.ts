import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Figure, percentile, ratio } from '../figure.ts'
import { openClient, sha256 } from './client.ts'
import { type Contestant, type Contestants, inTurns } from './contestants.ts'

const run = promisify(execFile)
const ROUNDS = 3
const SECONDS = 4
const OCI = 'application/vnd.oci.image'

/** GETs of a manifest by tag in a second, over sixteen connections, each with a bearer token that is checked. */
export async function benchManifests(contestants: Contestants): Promise<Figure[]> {
  for (const contestant of [contestants.ours, contestants.theirs]) await pushImage(contestant)
  const { ours, theirs } = await inTurns(contestants, ROUNDS, load)
  const name = 'manifest GET by tag, 16 connections'
  return [
    { name, value: percentile(ours, 50), unit: 'per s' },
    { name: `${name}, docker-registry`, value: percentile(theirs, 50), unit: 'per s' },
    ratio(`${name}, of docker-registry's`, ours, theirs),
  ]
}

async function pushImage(contestant: Contestant): Promise<void> {
  const client = await openClient(contestant, 1)
  const [config, layer] = [
    Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
    Buffer.from('a layer'),
  ]
  const descriptor = async (mediaType: string, bytes: Buffer) => {
    await client.pushBlob(bytes)
    return { mediaType, digest: sha256(bytes), size: bytes.length }
  }
  await client.putManifest('bench', {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: await descriptor(`${OCI}.config.v1+json`, config),
    layers: [await descriptor(`${OCI}.layer.v1.tar`, layer)],
  })
  client.close()
}

async function load(contestant: Contestant): Promise<number> {
  const headers = [
    ...['-H', `Authorization: ${await contestant.authorization()}`],
    ...['-H', `Accept: ${OCI}.manifest.v1+json`],
  ]
  const url = `${contestant.url}/v2/${contestant.repository}/manifests/bench`
  const { stdout } = await run('wrk', ['-t1', '-c16', `-d${SECONDS}s`, ...headers, url])
  if (/Non-2xx/.test(stdout)) throw new Error(`${contestant.name} refused: ${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}
