import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { readHead } from './read-head.ts'

test('of arguments by the hundred kilobytes the first are read', async () => {
  const child = spawn('sh', ['-c', 'echo up; read line', 'x'.repeat(100_000)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
    const head = await readHead(`/proc/${child.pid}/cmdline`, 4096)
    expect(head).toHaveLength(4096)
    expect(head).toMatch(/^sh\0-c\0/)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
})

test('what is shorter comes whole', async () => {
  expect(await readHead('/proc/self/comm', 4096)).toBe(
    execFileSync('cat', [`/proc/${process.pid}/comm`], { encoding: 'utf8' }),
  )
})
