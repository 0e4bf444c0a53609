import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DoorRoute, DoorSite } from '@berth/core'
import { expect, test } from 'vitest'
import { createSiteDoor } from './site-door.ts'

const route: DoorRoute = { host: 'a.test', app: 'app_a', servers: [], empty: 'stopped' }
const site = (message: string): DoorSite => ({
  ...{ id: 'app_a', domains: [], redirects: [], guard: null },
  maintenance: { message, allow: [] },
})

test('what was read first is never told last', async () => {
  const reads: ((text: string) => void)[] = []
  const read = () =>
    new Promise<ReadonlyMap<string, DoorSite>>((resolve) => {
      reads.push((text) => resolve(new Map([['app_a', site(text)]])))
    })
  const told: (string | undefined)[] = []
  const door = createSiteDoor(
    { apply: async (routes) => void told.push(routes[0]?.site?.maintenance?.message) },
    read,
  )
  const both = [door.apply([route]), door.apply([route])]
  await nextTurn()
  // the second one, if it reads at all, reads what is newer, and gets it sooner
  reads[1]?.('new')
  await nextTurn()
  reads[0]?.('old')
  await both[0]
  await nextTurn()
  reads[1]?.('new')
  await Promise.all(both)
  expect(told).toEqual(['old', 'new'])
})

test('one that fails is heard of by who asked for it, and holds up no other', async () => {
  let isBroken = true
  const door = createSiteDoor(
    { apply: async () => (isBroken ? Promise.reject(new Error('no door')) : undefined) },
    async () => new Map(),
  )
  await expect(door.apply([route])).rejects.toThrow('no door')
  isBroken = false
  await door.apply([route])
  await door.refresh()
})
