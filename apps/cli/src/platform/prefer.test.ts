import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { prefer } from './prefer.ts'

test('a process has its priority, and so has the group of its session', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => void child.kill())
  await once(child, 'spawn')
  const { pid = 0 } = child
  await prefer(pid, 5)
  expect(getPriority(pid)).toBe(5)
  const group = `/proc/${pid}/autogroup`
  if (existsSync(group)) expect(readFileSync(group, 'utf8')).toMatch(/nice 5\n$/)
})

test('one that has ended is no failure', async () => {
  const child = spawn('true', { stdio: 'ignore' })
  await once(child, 'exit')
  await expect(prefer(child.pid ?? 0, 5)).resolves.toBeUndefined()
})
