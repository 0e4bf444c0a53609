import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndReason } from '@berth/core'
import { attachClient, type ExecRequest } from '@berth/runtime'
import { type Attempt, bringAttacker, succeeded } from './support/attack.ts'
import { openTestRuntime, statusOf, type TestRuntime } from './support/test-runtime.ts'

const TRIES = 200
const PRIVATE_KIB = 200
/** as test-runtime.ts has it */
const FIRST_ID = 2 ** 30

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  await bringAttacker(box)
})
afterAll(() => box.close())

test('a program that handles no signal stops when it is asked to', async () => {
  for (const argv of [
    ['sleep', '1000'],
    ['sh', '-c', 'sleep 1000; true'],
  ]) {
    const { id } = await box.start(argv)
    const { end } = await box.runtime.stop(id, { timeoutMs: 60_000, by: 'ann' })
    expect(end).toEqual({ kind: 'stopped', by: 'ann', code: null, forced: false })
  }
})

test('without process 1 the same program hears nothing', async () => {
  const { id } = await box.start(['sleep', '1000'], { init: false })
  const { end } = await box.runtime.stop(id, { timeoutMs: 100, by: 'ann' })
  expect(end).toEqual({ kind: 'stopped', by: 'ann', code: null, forced: true })
})

test('orphans of the program and of its commands are reaped', async () => {
  const { id } = await box.start(['sh', '-c', 'for i in 1 2 3 4 5; do (sleep 0.2 &); done; exec sleep 1000'])
  await printed(await enter(id, ['sh', '-c', 'for i in 1 2 3; do (sleep 0.2 &); done']))
  await settled(async () => (await processes(id)).length === 2)
  expect(await zombies(id)).toBe(0)
  expect(await processes(id)).toEqual(['1 berth-init', '2 sleep 1000'])
  await box.runtime.remove(id)
})

test('without process 1 they stay, until the program ends', async () => {
  const { id } = await box.start(['sh', '-c', '(sleep 0.1 &); exec sleep 1000'], { init: false })
  await settled(async () => (await zombies(id)) === 1)
  await box.runtime.remove(id)
})

test('a container ends exactly as its program does', async () => {
  const ends: readonly (readonly [string, EndReason])[] = [
    ['true', { kind: 'exit', code: 0 }],
    ['exit 3', { kind: 'exit', code: 3 }],
    ['exit 137', { kind: 'exit', code: 137 }],
    ['exit 255', { kind: 'exit', code: 255 }],
    ['kill -KILL $$', { kind: 'signal', signal: 'SIGKILL' }],
    ['kill -TERM $$', { kind: 'signal', signal: 'SIGTERM' }],
    ['kill -SEGV $$', { kind: 'signal', signal: 'SIGSEGV' }],
    // who is left behind does not hold the end up
    ['sleep 1000 & exit 4', { kind: 'exit', code: 4 }],
  ]
  for (const [script, end] of ends) {
    const { record } = await box.script(script)
    expect([script, record.end]).toEqual([script, end])
  }
  const memory = 16 * 1024 * 1024
  const limits = { cpu: 1, memory, pids: 64, disk: 2 ** 30 }
  const { record } = await box.script('exec tail /dev/zero', { limits })
  expect(record.end).toEqual({ kind: 'oom', limit: memory })
})

test('signals reach the program, whether they are sent from outside or to process 1', async () => {
  const script =
    'trap "echo outside" USR1; trap "echo inside" USR2; trap "exit 6" HUP; echo ready; while :; do sleep 0.02; done'
  const { id } = await box.start(['sh', '-c', script])
  await settled(async () => (await box.output(id)).includes('ready'))
  await box.runtime.kill(id, 'SIGUSR1')
  await settled(async () => (await box.output(id)).includes('outside'))
  await printed(await enter(id, ['kill', '-USR2', '1']))
  await settled(async () => (await box.output(id)).includes('inside'))
  await box.runtime.kill(id, 'SIGHUP')
  expect((await box.ended(id)).end).toEqual({ kind: 'exit', code: 6 })
})

test('the program leads its session, and the terminal is its own', async () => {
  const without = await box.script('cut -d" " -f 1,5,6 /proc/$$/stat')
  expect(without.output).toBe('2 2 2')
  const script =
    'cut -d" " -f 1,5,6,8 /proc/$$/stat; trap "exit 5" INT; echo ready; while :; do sleep 0.02; done'
  const { id } = await box.start(['sh', '-c', script], { process: { tty: true } })
  await settled(async () => (await box.output(id)).includes('ready'))
  expect(await box.output(id)).toMatch(/^2 2 2 2\r?\n/)
  const client = await attachClient(join(box.options.runDir, 'c', `${id}.sock`), {
    onStdout: () => {},
    onStderr: () => {},
    onEnd: () => {},
  })
  client.write(Buffer.from('\x03'))
  expect((await box.ended(id)).end).toEqual({ kind: 'exit', code: 5 })
  client.close()
})

test('a shell at the terminal controls its jobs', async () => {
  const { id } = await box.start(['sh', '-i'], { process: { tty: true } })
  const seen: string[] = []
  const client = await attachClient(join(box.options.runDir, 'c', `${id}.sock`), {
    onStdout: (data) => void seen.push(data.toString()),
    onStderr: () => {},
    onEnd: () => {},
  })
  client.write(Buffer.from('sleep 1000\n'))
  await settled(async () => (await processes(id)).some((line) => line.endsWith(' sleep 1000')))
  client.write(Buffer.from('\x1a'))
  client.write(Buffer.from('jobs; exit 9\n'))
  await settled(async () => seen.join('').includes('Stopped'))
  client.write(Buffer.from('exit 9\n'))
  expect((await box.ended(id)).end).toEqual({ kind: 'exit', code: 9 })
  expect(seen.join('')).not.toContain('job control turned off')
  client.close()
})

test("process 1 is out of reach of the container's root", async () => {
  const files = ['environ', 'mem', 'maps', 'fd/0', 'root/etc/passwd', 'cwd/etc/passwd', 'exe']
  const attempts: readonly Attempt[] = [
    ...files.map((name): Attempt => ['read', `/proc/1/${name}`]),
    ...['mem', 'exe', 'clear_refs', 'oom_score_adj'].map((name): Attempt => ['write', `/proc/1/${name}`]),
    ['ptrace', '1'],
  ]
  expect(await succeeded(box, attempts)).toEqual([])
})

test('process 1 is the sealed copy of berth-init, confined as the program is, small, and has nothing open', async () => {
  const { id, pid } = await box.start(['sleep', '1000'])
  expect(await readlink(`/proc/${pid}/exe`)).toBe('/memfd:berth-init (deleted)')
  expect(await readdir(`/proc/${pid}/fd`)).toEqual([])
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(id)
  for (const key of ['CapEff', 'CapBnd', 'NoNewPrivs', 'Seccomp', 'Seccomp_filters', 'Uid']) {
    const inside = await printed(await enter(id, ['grep', `^${key}:`, '/proc/2/status']))
    const outside = `${key}:\t${await statusOf(pid ?? 0, key)}`
    expect(inside.replace(/\s+/g, ' ').trim()).toBe(
      outside.replaceAll(String(FIRST_ID), '0').replace(/\s+/g, ' ').trim(),
    )
  }
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const [clean, dirty] = ['Private_Clean', 'Private_Dirty'].map((name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]),
  )
  expect((clean ?? Infinity) + (dirty ?? Infinity)).toBeLessThan(PRIVATE_KIB)
  await box.runtime.remove(id)
})

test('process 1 counts neither as a process of the container nor against its limits', async () => {
  const limits = { cpu: 1, memory: 64 * 1024 * 1024, pids: 1, disk: 2 ** 30 }
  const { id } = await box.start(['sleep', '1000'], { limits })
  expect((await box.runtime.usage(id))?.pids).toBe(1)
  await box.runtime.remove(id)
  const { output } = await box.script('sleep 0.1 & wait; echo forked', { limits })
  expect(output).not.toContain('forked')
  const one = await box.script('exec id -u', { rlimits: { RLIMIT_NPROC: 1 }, process: { user: 'app' } })
  expect(one).toMatchObject({ output: '1000', record: { end: { kind: 'exit', code: 0 } } })
})

test('a program that cannot be executed is said as such, and leaves nothing', async () => {
  await expect(box.start(['/nonexistent'])).rejects.toThrow('/nonexistent: not in the image')
})

async function enter(containerId: string, argv: string[], changes: Partial<ExecRequest> = {}) {
  return box.runtime.exec({ containerId, argv, env: {}, tty: false, ...changes })
}

async function printed({ socket }: { readonly socket: string }): Promise<string> {
  const seen: string[] = []
  await new Promise<void>((resolve, reject) => {
    attachClient(socket, {
      onStdout: (data) => void seen.push(data.toString()),
      onStderr: (data) => void seen.push(data.toString()),
      onEnd: () => resolve(),
    }).catch(reject)
  })
  return seen.join('')
}

async function processes(id: string): Promise<readonly string[]> {
  return (await box.runtime.processes(id)).map(({ pid, command }) => `${pid} ${command}`)
}

/** The group does not list them, but the container sees them. */
async function zombies(id: string): Promise<number> {
  const states = await printed(await enter(id, ['ps', '-o', 'stat']))
  return states.split('\n').filter((state) => state.startsWith('Z')).length
}

async function settled(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    if (await holds()) return
    await delay(50)
  }
  throw new Error('it did not come to pass')
}
