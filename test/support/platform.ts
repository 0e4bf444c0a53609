import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const BERTH = path.join(import.meta.dirname, '../../berth')

export type Admin = {
  readonly url: string
  readonly email: string
  readonly password: string
  readonly token: string
  readonly tenant: string
}

export type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string }

export type TestPlatform = {
  /** data folder; its parents are open to root only */
  readonly dir: string
  readonly port: number
  readonly url: string
  readonly admin: Admin
  /** `./berth …` as the first administrator, or as whoever `env` says; never throws for an exit code */
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>
  /** the same with `--json`, for commands that must succeed */
  json<T>(args: readonly string[]): Promise<T>
  /** `down --all`, and the data folder goes */
  stop(): Promise<void>
}

export type RunOptions = { readonly input?: string; readonly env?: Readonly<Record<string, string>> }

/** A real platform of its own on a free port, in a data folder below one of mode 700. */
export async function startPlatform(
  options: { readonly parent?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<TestPlatform> {
  const parent = options.parent ?? (await mkdtemp(path.join(tmpdir(), `berth-test-${process.pid}-`)))
  const dir = path.join(parent, 'data')
  await mkdir(dir, { recursive: true })
  const port = await freePort()
  const started = await runBerth(['up', '--detach', '--data', dir, '--port', String(port)], {
    env: options.env,
  })
  if (started.code !== 0) {
    await removePlatform(dir)
    throw new Error(`the platform does not start:\n${started.stderr}`)
  }
  return await connectPlatform(dir)
}

/** A platform that runs already. */
export async function connectPlatform(dir: string): Promise<TestPlatform> {
  const admin: Admin = JSON.parse(await readFile(path.join(dir, 'admin.json'), 'utf8'))
  const run = (args: readonly string[], { input, env }: RunOptions = {}) =>
    runBerth(args, { input, env: { BERTH_URL: admin.url, BERTH_TOKEN: admin.token, ...env } })
  return {
    dir,
    port: Number(new URL(admin.url).port),
    url: admin.url,
    admin,
    run,
    json: async (args) => {
      const { code, stdout, stderr } = await run([...args, '--json'])
      if (code !== 0) throw new Error(`berth ${args.join(' ')} exited with ${code}:\n${stderr}`)
      return JSON.parse(stdout)
    },
    stop: () => removePlatform(dir),
  }
}

/** Whatever state it is in. */
export async function removePlatform(dir: string): Promise<void> {
  await runBerth(['down', '--all', '--data', dir])
  await rm(path.dirname(dir), { recursive: true, force: true })
}

/** `./berth …` with nothing of the caller's own login. */
export function runBerth(
  args: readonly string[],
  {
    input = '',
    env = {},
  }: { input?: string | undefined; env?: Readonly<Record<string, string>> | undefined } = {},
): Promise<Outcome> {
  const { BERTH_URL: _url, BERTH_TOKEN: _token, ...inherited } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      BERTH,
      [...args],
      { env: { ...inherited, ...env }, maxBuffer: 64 * 1024 ** 2 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
        resolve({ code, stdout, stderr })
      },
    )
    child.stdin?.end(input)
  })
}

/** Nobody listens on it now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
