import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newId } from '@berth/core'
import { createNetwork, type Network, type NetworkOptions } from '@berth/network'

const run = promisify(execFile)

/** A network of an instance of its own, below a folder of its own. */
export type Lab = {
  readonly instance: string
  readonly dir: string
  readonly options: NetworkOptions
  readonly network: Network
  close(): Promise<void>
}

export async function createLab(overrides: Partial<NetworkOptions> = {}): Promise<Lab> {
  const instance = randomInt(36 ** 5, 36 ** 6).toString(36)
  const dir = await mkdtemp(join(tmpdir(), `berth-net-${instance}-`))
  const options: NetworkOptions = {
    instance,
    dir: join(dir, 'agent'),
    runDir: join(dir, 'run'),
    resolverDir: join(dir, 'resolver'),
    doorPorts: [7070],
    log: { warn: () => undefined },
    poolSize: 1,
    ...overrides,
  }
  const network = createNetwork(options)
  await network.open()
  return {
    instance,
    dir,
    options,
    network,
    async close() {
      await network.close()
      await createNetwork(options).reset()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export function request(projectId: string, name: string) {
  return {
    containerId: newId('container'),
    tenantId: newId('tenant'),
    projectId,
    hostname: name,
    names: [name],
  }
}

/** Runs a program within a namespace; its exit code and output. */
export async function within(netns: string, file: string, ...args: string[]) {
  const command = netns === 'host' ? [file, ...args] : ['nsenter', `--net=${netns}`, file, ...args]
  const [program = '', ...rest] = command
  try {
    const { stdout } = await run(program, rest, { timeout: 20_000 })
    return { code: 0, stdout }
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout?: string }
    return { code: code ?? 1, stdout: stdout ?? '' }
  }
}

/** What a TCP server at `address:port` says to somebody in `netns`; undefined when there is no way to it. */
export async function ask(netns: string, address: string, port: number): Promise<string | undefined> {
  const { code, stdout } = await within(
    netns,
    process.execPath,
    join(import.meta.dirname, 'ask.ts'),
    address,
    String(port),
  )
  return code === 0 ? stdout : undefined
}

/** A TCP server in `netns` that tells each client the address it comes from. Stops with `stop`. */
export async function serve(netns: string, port: number, address = '0.0.0.0') {
  const command = [process.execPath, join(import.meta.dirname, 'serve.ts'), String(port), address]
  const [file = '', ...args] = netns === 'host' ? command : ['nsenter', `--net=${netns}`, ...command]
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`server ended with ${code}`)))
  })
  return { stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

export async function ip(...args: string[]): Promise<string> {
  return (await run('ip', args)).stdout
}

/** Everything on the host that carries the instance's id. */
export async function traces(instance: string): Promise<string[]> {
  const links = (await ip('-brief', 'link')).split('\n').filter((line) => line.startsWith(`b${instance}`))
  const { stdout } = await run('nft', ['list', 'tables'])
  const tables = stdout.split('\n').filter((line) => line.includes(instance))
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(instance))
  const claims = await run('grep', ['-rlx', instance, '/run/berth/subnets']).then(
    ({ stdout: found }) => found.trim().split('\n'),
    () => [],
  )
  return [...links, ...tables, ...mounts, ...claims]
}
