import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { QUICK } from '../../apps/cli/src/platform/lean.ts'
import type { DescribedStore } from './described-store.ts'

export type RegistryProcessOptions = {
  readonly databaseUrl: string
  readonly store: DescribedStore
  /** the public address, which tokens are for */
  readonly url: string
  readonly key: string
  readonly pepper: string
}

export type RegistryProcess = {
  readonly pid: number
  readonly url: string
  stop(): Promise<void>
}

/** A registry in a process of its own, with the flags of control; it dies with the test. */
export async function startRegistryProcess(options: RegistryProcessOptions): Promise<RegistryProcess> {
  const program = path.join(import.meta.dirname, 'registry-process/main.ts')
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', process.execPath, ...QUICK, program, JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [port] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the registry ended before it listened')
    }),
  ])
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${String(port).trim()}`,
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
