import { execFile } from 'node:child_process'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Shows `source` at `target`. A mount that shows something else, as after the clone was made anew, is replaced. */
export async function ensureBindMount(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  const [from, to] = await Promise.all([stat(source), stat(target)])
  if (from.dev === to.dev && from.ino === to.ino) return
  await removeMounts(target)
  await run('mount', ['--bind', '--make-private', source, target])
}

/** Takes off every mount at the path and below it; also those that are busy, which the kernel drops when they are not. */
export async function removeMounts(below: string): Promise<void> {
  for (const target of await mountsBelow(below)) await run('umount', ['--lazy', target])
}

/** Deepest and latest first. Source: proc_pid_mountinfo(5), field 5, where blanks are written in octal. */
export async function mountsBelow(below: string): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return table
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((target) =>
      target.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
    .filter((target) => target === below || target.startsWith(`${below}/`))
    .reverse()
}
