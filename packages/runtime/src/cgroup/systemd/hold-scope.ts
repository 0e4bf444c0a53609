import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import type { Scope } from './scope.ts'

/** A process that keeps a scope from being empty, which would end it, until the container's own is in it. */
export type ScopeHold = {
  readonly pid: number
  /** Idempotent; resolves when it has ended. */
  release(): Promise<void>
}

const PATIENCE_MS = 30_000

/**
 * Starts a transient scope through systemd-run(1), which waits for systemd's job, moves itself into the scope and becomes
 * cat(1), which then answers. Errors: runtime.start_failed with systemd's own words.
 */
export async function holdScope(
  { name, slice }: Pick<Scope, 'name' | 'slice'>,
  { id, properties }: { readonly id: string; readonly properties: readonly string[] },
): Promise<ScopeHold> {
  const child = spawn('systemd-run', scopeArguments({ name, slice, id, properties }), {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const over = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  const words = text(child.stderr)
  const answered = new Promise<boolean>((resolve) => {
    child.stdout.once('data', () => resolve(true))
    void over.then(() => resolve(false))
  })
  // it may have ended already, and then it is asked nothing
  child.stdin.on('error', () => undefined)
  child.stdin.write('here\n')
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  const isHeld = await answered
  clearTimeout(patience)
  if (!isHeld || child.pid === undefined) {
    const why = child.pid === undefined ? 'systemd-run cannot be started' : (await words).trim()
    throw new BerthError('runtime.start_failed', `systemd starts no scope ${name}: ${why || 'no answer'}`, {
      details: { scope: name },
    })
  }
  return {
    pid: child.pid,
    async release() {
      child.stdin.end()
      await over
    },
  }
}

function scopeArguments(scope: {
  readonly name: string
  readonly slice: string
  readonly id: string
  readonly properties: readonly string[]
}): readonly string[] {
  const { name, slice, id, properties } = scope
  const all = ['DefaultDependencies=no', 'Delegate=yes', 'TasksAccounting=yes', ...properties]
  return [
    ...['--scope', '--quiet', '--collect', `--unit=${name}`, `--slice=${slice}`],
    `--description=berth-runtime container ${id}`,
    ...all.flatMap((property) => ['-p', property]),
    ...['--', 'cat'],
  ]
}
