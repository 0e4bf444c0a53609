import type { SandboxService } from '@berth/sandbox'
import { expect, test } from 'vitest'
import { sandboxesInTurns } from './sandboxes-in-turns.ts'

test('of a class that clicks at once few are at work, each is served, and nobody twice before another', async () => {
  let atWork = 0
  let most = 0
  const served: string[] = []
  const sandboxes = sandboxesInTurns({
    async start({ userId }: { readonly userId: string }) {
      most = Math.max(most, ++atWork)
      await new Promise((resolve) => setImmediate(resolve))
      atWork--
      served.push(userId)
      return { id: userId, fresh: true }
    },
  } as unknown as SandboxService)
  const greedy = Array.from({ length: 20 }, () => sandboxes.start({ userId: 'greedy', label: '' }, 'lab'))
  const others = Array.from({ length: 20 }, (_, one) =>
    sandboxes.start({ userId: `student ${one}`, label: '' }, 'lab'),
  )
  await Promise.all([...greedy, ...others])
  expect(most).toBe(4)
  const last = Math.max(...Array.from({ length: 20 }, (_, one) => served.indexOf(`student ${one}`)))
  expect(served.slice(0, last).filter((one) => one === 'greedy').length).toBeLessThan(15)
})

test('who is refused gives the turn back', async () => {
  const sandboxes = sandboxesInTurns({
    get: () => Promise.reject(new Error('no such sandbox')),
  } as unknown as SandboxService)
  for (let time = 0; time < 10; time++)
    await expect(sandboxes.get('sbx_1')).rejects.toThrow('no such sandbox')
})
