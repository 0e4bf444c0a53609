import { spawn } from 'node:child_process'
import { BerthError } from '@berth/core'
import type { CommandContext } from './context.ts'
import type { Hook } from './hook.ts'
import type { ContainerState } from './container-state.ts'

const KEPT_OUTPUT = 4096
const OUTPUT_WAIT_MS = 50

/** One after the other; the first that fails ends it. Error: runtime.hook_failed. */
export async function runHooks(
  { environment }: CommandContext,
  kind: string,
  hooks: readonly Hook[] | undefined,
  state: ContainerState,
): Promise<void> {
  for (const hook of hooks ?? []) await runHook(kind, hook, state, environment)
}

/** All of them, whatever becomes of one: the container is gone, and cannot be helped any more. */
export async function runAllHooks(
  { environment, warn }: CommandContext,
  kind: string,
  hooks: readonly Hook[] | undefined,
  state: ContainerState,
): Promise<void> {
  for (const hook of hooks ?? []) {
    try {
      await runHook(kind, hook, state, environment)
    } catch (error) {
      if (!(error instanceof BerthError)) throw error
      warn(error.message)
    }
  }
}

function runHook(
  kind: string,
  hook: Hook,
  state: ContainerState,
  inherited: CommandContext['environment'],
): Promise<void> {
  const [argv0 = hook.path, ...args] = hook.args ?? []
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new BerthError('runtime.hook_failed', `${kind} hook ${hook.path} ${why}`, {
          details: { id: state.id },
        }),
      )
    const child = spawn(hook.path, args, {
      argv0,
      env: hook.env ? environment(hook.env) : inherited,
      cwd: state.bundle,
      stdio: ['pipe', 'ignore', 'pipe'],
      ...(hook.timeout === undefined ? {} : { timeout: hook.timeout * 1000, killSignal: 'SIGKILL' as const }),
    })
    let said = ''
    child.stdin.on('error', () => undefined) // a hook need not read its input
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-KEPT_OUTPUT)
    })
    child.on('error', (error) => fail(`could not be run (${error.message})`))
    // what it left running in the background may hold its output for ever
    child.on('exit', () => setTimeout(() => child.stderr.destroy(), OUTPUT_WAIT_MS).unref())
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      if (child.killed) return fail(`took longer than ${hook.timeout} s`)
      fail(`ended with ${signal ?? `status ${code}`}${said ? `: ${said.trim()}` : ''}`)
    })
    child.stdin.end(JSON.stringify(state))
  })
}

function environment(entries: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=')
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)]
    }),
  )
}
