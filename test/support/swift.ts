import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { S3Settings } from '../../packages/blob/src/index.ts'
import { Secret } from '../../packages/core/src/index.ts'
import { freePort } from './free-port.ts'

/** Debian's: another python has not got Swift. */
const PYTHON = '/usr/bin/python3'
const KEY = 'test:tester'

export type TestSwift = {
  /** a bucket that nobody else uses, made already */
  createBucket(): Promise<S3Settings>
  /** kill -9 of the whole server, as a crash would be; `start` brings it back on the same port */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** A real S3 server: OpenStack Swift's own s3api, on the loopback, over a temp folder; it dies with the test. */
export async function startSwift(): Promise<TestSwift> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-test-swift-'))
  const [port, secret] = [await freePort(), new Secret(randomBytes(16).toString('hex'))]
  const endpoint = `http://127.0.0.1:${port}`
  const start = () => startServer([folder, String(port), KEY, secret.reveal()])
  let server = await start()
  return {
    createBucket: async () => {
      const bucket = `b-${randomBytes(6).toString('hex')}`
      const settings = { endpoint, bucket, region: 'us-east-1', accessKeyId: KEY, pathStyle: true }
      await makeBucket({ ...settings, secretAccessKey: secret })
      return { ...settings, secretAccessKey: secret }
    },
    kill: () => end(server),
    start: async () => {
      server = await start()
    },
    stop: async () => {
      await end(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function makeBucket(settings: S3Settings): Promise<void> {
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey.reveal(),
    },
  })
  await client.send(new CreateBucketCommand({ Bucket: settings.bucket }))
  client.destroy()
}

async function startServer(args: readonly string[]): Promise<ChildProcess> {
  const program = path.join(import.meta.dirname, 'swift/serve.py')
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON} is not installed`)
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', PYTHON, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  server.stderr.on('data', (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-4_000)
  })
  const [first] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => [''])])
  if (String(first).startsWith('ready')) return server
  throw new Error(`swift did not start: ${output}`)
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGKILL')
  await exited
}
