import type { DoorPort, DoorRoute } from '@berth/core'
import { afterEach, expect, test, vi } from 'vitest'
import type { PortedSandbox } from './door-ports.ts'
import { createPortDoor } from './port-door.ts'

const route: DoorRoute = { host: 'a--t.test', servers: [], empty: 'stopped' }
const log = { debug: () => undefined, warn: () => undefined }
const sandbox: PortedSandbox = {
  ...{ id: 'sbx_a', doorKey: 'a', doorTurn: 0, state: 'running', wanted: 'running', attempt: 1 },
  containers: [{ process: 'web', attempt: 1, observed: 'running', address: '10.0.0.5' }],
  ports: [{ name: 'site', container: 'web', port: 8080, open: true }],
}

vi.useFakeTimers()
afterEach(() => vi.clearAllTimers())

function doorOf(read: () => PortedSandbox[]) {
  const told: { routes: number; ports: readonly DoorPort[] }[] = []
  const door = createPortDoor({
    ...{ appsDomain: 'test', log },
    door: { apply: async (routes, ports) => void told.push({ routes: routes.length, ports }) },
    read: async () => read(),
  })
  return { door, told }
}

test('the door is told of ports with the routes of apps, and never before these are known', async () => {
  const { door, told } = doorOf(() => [sandbox])
  door.wake()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([])
  await door.apply([route])
  expect(told).toMatchObject([{ routes: 1, ports: [{ to: { address: '10.0.0.5' } }] }])
  const host = told[0]?.ports[0]?.host ?? ''
  expect(door.portOf(host)).toMatchObject({ sandboxId: 'sbx_a', name: 'site' })
  expect(door.portOf(`x${host}`)).toBeUndefined()
  await door.close()
})

test('many that change at once are told once, what did not change is not told, and nothing is missed', async () => {
  let state: PortedSandbox['state'] = 'starting'
  const { door, told } = doorOf(() => [{ ...sandbox, state }])
  await door.apply([route])
  for (let i = 0; i < 50; i++) door.wake()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toHaveLength(1)
  state = 'running'
  for (let i = 0; i < 50; i++) {
    door.wake()
    await vi.advanceTimersByTimeAsync(20)
  }
  expect(told).toHaveLength(2)
  state = 'stopped'
  await vi.advanceTimersByTimeAsync(60_000) // nobody woke it
  expect(told).toHaveLength(3)
  await door.close()
})

test('one look that fails is followed by another', async () => {
  let broken = false
  const { door, told } = doorOf(() => {
    if (broken) throw new Error('no database')
    return [{ ...sandbox, state: told.length === 0 ? 'running' : 'stopped' }]
  })
  await door.apply([route])
  broken = true
  door.wake()
  await vi.advanceTimersByTimeAsync(1_000)
  broken = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told.length).toBeGreaterThan(1)
  await door.close()
})
