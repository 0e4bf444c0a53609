import { expect, test } from 'vitest'
import { wakeNodes } from './wake-nodes.ts'

test('each node hears once of all its containers, of the newest generation among them', async () => {
  const heard: unknown[] = []
  const queues = { wakeNode: async (...hint: unknown[]) => void heard.push(hint) }
  await wakeNodes(queues, [
    { nodeId: 'a', containerId: 'one', generation: 1 },
    { nodeId: 'b', containerId: 'two', generation: 4 },
    { nodeId: 'a', containerId: 'three', generation: 2 },
  ])
  expect(heard).toEqual([
    ['a', ['one', 'three'], 2],
    ['b', ['two'], 4],
  ])
})

test('nobody is told of nothing', async () => {
  await wakeNodes({ wakeNode: () => Promise.reject(new Error('told')) }, [])
})
