import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { endProcess, identify, isAlive } from './process-id.ts'

test('a process is known by pid and start time together', async () => {
  const self = await identify(process.pid)
  expect(self && (await isAlive(self))).toBe(true)
  expect(self && (await isAlive({ ...self, startTicks: self.startTicks + 1 }))).toBe(false)
})

test('a process that ignores its signal is killed', async () => {
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const id = await identify(child.pid ?? 0)
  if (!id) throw new Error('no child')
  await endProcess(id, { signal: 'SIGTERM', timeoutMs: 100 })
  expect(await isAlive(id)).toBe(false)
})

test('another program that has the pid by now is not signalled', async () => {
  const child = spawn('sleep', ['60'])
  const id = await identify(child.pid ?? 0)
  if (!id) throw new Error('no child')
  await endProcess({ pid: id.pid, startTicks: id.startTicks - 1 }, { signal: 'SIGKILL', timeoutMs: 100 })
  expect(await isAlive(id)).toBe(true)
  child.kill('SIGKILL')
})
