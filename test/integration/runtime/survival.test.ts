import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachClient, type ContainerRequest, type ExecSession } from '@berth/runtime'
import { eventually } from '../../support/eventually.ts'
import { cgroupsOf, openTestRuntime, supervisorsOf, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())

test('an agent that is killed loses no container, log line, exit code or shell', async () => {
  const request = await box.request([
    'sh',
    '-c',
    'trap "exit 9" TERM; i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done',
  ])
  const { pid, session } = await startAndKill(request)

  await box.reopen()
  expect(await box.runtime.get(request.id)).toMatchObject({ state: 'running', pid })
  expect(await box.runtime.execs(request.id)).toEqual([session])
  const shell = await typeInto(session, 'echo still $((40 + 2))\n', 'still 42')
  shell.close()

  const ends: unknown[] = []
  box.runtime.onEnd((record) => ends.push(record.end))
  await box.runtime.kill(request.id, 'SIGTERM')
  await box.ended(request.id)
  expect(ends).toEqual([{ kind: 'exit', code: 9 }])
  const lines = (await box.output(request.id)).split('\n')
  expect(lines).toEqual(Array.from({ length: lines.length }, (_, i) => String(i + 1)))
})

test('a container that ended while no agent ran is told of with its reason', async () => {
  const request = await box.request(['sh', '-c', 'sleep 0.5; exit 4'])
  await startAndKill(request)
  await eventually(() => existsSync(join(box.options.dir, request.id, 'ended')))
  await box.reopen()
  const told: unknown[] = []
  box.runtime.onEnd((record) => told.push([record.id, record.end]))
  await eventually(() => told.length > 0)
  expect(told).toEqual([[request.id, { kind: 'exit', code: 4 }]])
  await box.reopen()
  expect((await box.runtime.get(request.id))?.end).toEqual({ kind: 'exit', code: 4 })
})

test("a container whose start was under way when its agent closed is the next one's alone", async () => {
  const failed: unknown[] = []
  const note = (error: unknown) => failed.push(error)
  process.on('unhandledRejection', note)
  for (let round = 0; round < 10; round++) {
    const request = await box.request(['sleep', '1000'])
    const starting = box.runtime.start(request)
    while (!existsSync(join(box.options.dir, request.id, 'request.json'))) await setImmediate()
    await box.reopen()
    await starting
    await box.runtime.remove(request.id)
    expect(existsSync(join(box.options.dir, request.id))).toBe(false)
  }
  process.off('unhandledRejection', note)
  expect(failed).toEqual([])
})

test('a supervisor that is killed takes its container with it, whatever the container does', async () => {
  const { id } = await box.start(['sh', '-c', 'trap "" TERM HUP; sleep 1000 & sleep 1000; sleep 1000'])
  const before = await supervisorsOf(box.options.instance)
  for (const pid of before) process.kill(pid, 'SIGKILL')
  expect((await box.ended(id)).end).toEqual({ kind: 'supervisor-killed' })
  expect((await cgroupsOf(box.options.instance)).filter((path) => path.endsWith(`/${id}`))).toEqual([])
})

test('what ran before the host restarted ended with it', async () => {
  const { id } = await box.script('true').then(({ record }) => record)
  const folder = join(box.options.dir, id)
  const saved = JSON.parse(await readFile(join(folder, 'request.json'), 'utf8'))
  await writeFile(join(folder, 'request.json'), JSON.stringify({ ...saved, bootId: 'another' }))
  await Promise.all(['ended', 'end.json'].map((name) => rm(join(folder, name))))
  await box.reopen()
  expect((await box.runtime.get(id))?.end).toEqual({ kind: 'host-reboot' })
})

test('a stop that an agent did not live to see keeps its reason', async () => {
  const { id } = await box.start(['sleep', '1000'], { init: false })
  const stopping = box.runtime.stop(id, { timeoutMs: 60_000, by: 'ann' })
  stopping.catch(() => undefined)
  await eventually(() => existsSync(join(box.options.dir, id, 'stop.json')))
  await box.reopen()
  await box.runtime.kill(id, 'SIGKILL')
  expect((await box.ended(id)).end).toMatchObject({ kind: 'stopped', by: 'ann' })
})

async function startAndKill(request: ContainerRequest): Promise<{ pid: number; session: ExecSession }> {
  const { instance, dir, runDir, init } = box.options
  const script = new URL('support/agent-process.ts', import.meta.url).pathname
  const child = spawn(
    process.execPath,
    [script, JSON.stringify([{ instance, dir, runDir, init }, request])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line]: unknown[] = await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  return JSON.parse(String(line))
}

async function typeInto(session: ExecSession, input: string, wanted: string) {
  let text = ''
  let seen: () => void
  const found = new Promise<void>((resolve) => {
    seen = resolve
  })
  const client = await attachClient(session.socket, {
    onStdout: (data) => {
      text += data.toString()
      if (text.includes(wanted)) seen()
    },
    onStderr: () => undefined,
    onEnd: () => undefined,
  })
  client.write(Buffer.from(input))
  await found
  return client
}
