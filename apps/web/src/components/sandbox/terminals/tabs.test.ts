import { expect, test } from 'vitest'
import { addTab, firstTabs, MOST_TABS } from './tabs.ts'

test('each container that offers a terminal has one at first', () => {
  const containers = [
    { name: 'web', terminal: true },
    { name: 'db', terminal: false },
    { name: 'shell', terminal: true },
  ]
  expect(firstTabs(containers, [])).toEqual([
    { number: 1, container: 'web' },
    { number: 2, container: 'shell' },
  ])
})

test('shells that go on are found again, each by its number', () => {
  const containers = [{ name: 'web', terminal: true }]
  const kept = [
    { number: 3, container: 'web' },
    { number: 1, container: 'web' },
  ]
  expect(firstTabs(containers, kept).map(({ number }) => number)).toEqual([1, 3])
})

test('another one takes the lowest number that is free, and there are not too many', () => {
  expect(addTab([{ number: 2, container: 'a' }], 'b').at(-1)).toEqual({ number: 1, container: 'b' })
  const full = Array.from({ length: MOST_TABS }, (_, at) => ({ number: at + 1, container: 'a' }))
  expect(addTab(full, 'b')).toHaveLength(MOST_TABS)
})
