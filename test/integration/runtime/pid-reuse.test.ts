import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseStat } from '../../../packages/runtime/src/command/process-start.ts'
import { signalProcess } from '../../../packages/runtime/src/command/signal-process.ts'
import { INIT } from './support/test-runtime.ts'

const SIGKILL = 9

test('a process that got the pid of another one is not signalled in its place', async () => {
  const bystander = spawn('sleep', ['1000'])
  const exit = once(bystander, 'exit')
  const pid = bystander.pid ?? 0
  const startTime = parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'))?.startTime ?? ''
  const forged = [BigInt(startTime) - 1n, BigInt(startTime) + 1n, 1n, 0n]
  for (const other of forged) {
    expect(await signalProcess(INIT, { pid, startTime: String(other) }, SIGKILL)).toBe(false)
  }
  expect(bystander.signalCode).toBeNull()
  expect(await signalProcess(INIT, { pid, startTime }, SIGKILL)).toBe(true)
  await exit
})
