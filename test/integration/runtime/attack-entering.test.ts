import { createHash } from 'node:crypto'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createIdPool, attachClient, type ExecRequest } from '@berth/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringAttacker } from './support/attack.ts'
import { INIT, openTestRuntime, statusOf, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  await bringAttacker(box)
})
afterAll(() => box.close())

test('a helper that enters cannot be traced, nor its program seen, by the root of the container', async () => {
  const { id } = await box.start(['attacker', 'ptrace-helper', '-'])
  for (let i = 0; i < 40; i++) await box.runtime.exec(command(id, ['true']))
  await output(id, ['touch', '/tmp/enough'])
  await box.ended(id)
  expect(await box.output(id)).toMatch(/^ptrace-helper - refused/)
  await box.runtime.remove(id)
})

test('a terminal of a command is its own: nothing can be typed into the terminal of another', async () => {
  const { id } = await box.start(['sleep', '1000'])
  const text = await output(id, ['attacker', 'tiocsti', '-', 'tioclinux', '-'], true)
  const inside = await output(id, ['sh', '-c', 'readlink /proc/self/fd/0; true'], true)
  expect(inside).toMatch(/^\/dev\/pts\/\d+/)
  // without CAP_SYS_ADMIN the kernel lets one type into one's own terminal at most, which is this session's
  expect(text).toContain('tioclinux - refused')
  await box.runtime.remove(id)
})

test('`#!/proc/self/exe` and writing to /proc/1/exe reach the image alone', async () => {
  const before = await hash(INIT)
  await writeFile(join(box.layer, 'bin/again'), '#!/proc/self/exe\n', { mode: 0o755 })
  await symlink('/proc/self/exe', join(box.layer, 'bin/self'))
  for (const init of [true, false]) {
    for (const program of ['/bin/again', '/bin/self', '/proc/self/exe']) {
      const request = await box.request([program, 'sh', '-c', 'echo x > /proc/self/exe'], { init })
      await box.runtime.start(request).then(
        ({ id }) => box.ended(id),
        () => undefined, // refused at once is as good
      )
      await box.runtime.remove(request.id)
    }
    const script = 'for p in /proc/[0-9]*; do echo x > $p/exe; done; readlink /proc/self/exe'
    const { output: said } = await box.script(script, { init })
    expect(said).toContain('/bin/busybox')
  }
  expect(await hash(INIT)).toBe(before)
})

test('a command has no more rights than the container, and inherits none (CVE-2022-24769)', async () => {
  const { id, pid } = await box.start(['sleep', '1000'])
  const script = 'grep -E "^(Cap|NoNewPrivs|Seccomp)" /proc/self/status; ls /proc/self/fd | wc -l'
  const inside = await output(id, ['sh', '-c', script])
  for (const key of [
    'CapInh',
    'CapBnd',
    'CapPrm',
    'CapEff',
    'CapAmb',
    'NoNewPrivs',
    'Seccomp',
    'Seccomp_filters',
  ]) {
    expect(inside).toContain(`${key}:\t${await statusOf(pid ?? 0, key)}\n`)
  }
  expect(inside).toContain('CapInh:\t0000000000000000')
  expect(inside).toMatch(/\n4\n$/)
  await box.runtime.remove(id)
})

test('ranges of two containers have no id in common', async () => {
  const pool = createIdPool({ dir: join(box.base, 'ids'), instance: box.options.instance })
  const ranges = await Promise.all(Array.from({ length: 8 }, (_, i) => pool.claim(`c-${i}`)))
  const sorted = ranges.toSorted((a, b) => a.start - b.start)
  for (const [i, range] of sorted.entries()) {
    const next = sorted[i + 1]
    if (next) expect(range.start + range.size).toBeLessThanOrEqual(next.start)
  }
})

function command(containerId: string, argv: readonly string[], tty = false): ExecRequest {
  return { containerId, argv, env: {}, tty }
}

async function output(containerId: string, argv: readonly string[], tty = false): Promise<string> {
  const session = await box.runtime.exec(command(containerId, argv, tty))
  const chunks: string[] = []
  await new Promise<void>((resolve, reject) => {
    attachClient(session.socket, {
      onStdout: (data) => chunks.push(data.toString()),
      onStderr: (data) => chunks.push(data.toString()),
      onEnd: () => resolve(),
    }).catch(reject)
  })
  await delay(20)
  return chunks.join('').replaceAll('\r\n', '\n')
}

async function hash(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}
