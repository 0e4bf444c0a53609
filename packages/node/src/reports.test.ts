import type { ObservedContainer } from '@berth/protocol'
import { expect, test, vi } from 'vitest'
import { newMemory } from './memory.ts'
import { observe } from './observe.ts'
import { createReports } from './reports.ts'
import { specOf } from './spec.fixture.ts'

function observed(id: string, restarts: number): ObservedContainer {
  const memory = { ...newMemory(specOf({ id })), restarts }
  return observe({ memory, run: undefined, attached: false }, 'idle', null)
}

test('the newest of each container is sent, together', async () => {
  const sent: (readonly ObservedContainer[])[] = []
  const reports = createReports({ onError: () => undefined })
  reports.push(observed('a', 1))
  reports.push(observed('b', 1))
  reports.push(observed('a', 2))
  reports.connect(async (containers) => void sent.push(containers))
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.map(({ id, restarts }) => `${id}${restarts}`)).toEqual(['a2', 'b1'])
})

test('what was not acknowledged is sent again on the next stream', async () => {
  const sent: string[] = []
  const reports = createReports({ onError: () => undefined })
  let tries = 0
  reports.connect(async () => {
    tries++
    throw new Error('gone')
  })
  reports.push(observed('a', 1))
  await vi.waitFor(() => expect(tries).toBe(1))
  reports.disconnect()
  reports.connect(async (containers) => void sent.push(...containers.map(({ id }) => id)))
  await vi.waitFor(() => expect(sent).toEqual(['a']), { timeout: 3000 })
})

test('what changed while it was sent goes next', async () => {
  const sent: number[] = []
  const reports = createReports({ onError: () => undefined })
  let release = () => {}
  reports.connect(async ([first]) => {
    sent.push(first?.restarts ?? -1)
    if (sent.length === 1) await new Promise<void>((resolve) => (release = resolve))
  })
  reports.push(observed('a', 1))
  await vi.waitFor(() => expect(sent).toEqual([1]))
  reports.push(observed('a', 2))
  release()
  await vi.waitFor(() => expect(sent).toEqual([1, 2]))
})

test('more than fits a message goes in several', async () => {
  const sent: number[] = []
  const reports = createReports({ onError: () => undefined })
  const lastLines = Array<string>(20).fill('\u0001'.repeat(2_000))
  for (let i = 0; i < 50; i++) reports.push({ ...observed(`c${i}`, 1), lastLines })
  reports.connect(async (containers) => void sent.push(containers.length))
  await vi.waitFor(() => expect(sent.reduce((sum, count) => sum + count, 0)).toBe(50))
  expect(sent).toEqual([17, 17, 16])
})
