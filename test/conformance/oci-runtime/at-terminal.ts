import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/**
 * Runs a line of the shell at a terminal, which a test has not got: script(1) makes one. `type` is typed once the
 * programs have said `when`.
 */
export async function atTerminal(
  line: string,
  { when, type }: { readonly when?: string; readonly type?: string } = {},
): Promise<{ readonly code: number; readonly stdout: string }> {
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  })
  child.stdout.on('data', (chunk: Buffer) => {
    if (when !== undefined && chunk.toString().includes(when)) child.stdin.write(type ?? '')
  })
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { code: Number(code), stdout }
}

/** A word as the shell takes it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
