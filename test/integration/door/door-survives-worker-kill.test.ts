import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { killWorker, visit, visitWithoutPause } from './visitor.ts'

let door: Fixture

beforeAll(async () => {
  door = await startDoor()
})
afterAll(() => door.close())

test('ten killed workers refuse no connection and lose at most what was in flight', async () => {
  const app = await door.serve((_, response) => response.end('hello'))
  await door.ingress.apply([routeTo('kill.app.test', portOf(app))])
  expect((await visit(door.port, 'kill.app.test')).body).toBe('hello')
  const loops = [1, 2, 3].map(() => visitWithoutPause(door.port, 'kill.app.test', (body) => body === 'hello'))
  for (let i = 0; i < 10; i++) {
    await killWorker(door.paths.masterSocket)
    await sleep(100)
  }
  const tallies = await Promise.all(loops.map((loop) => loop.stop()))
  for (const tally of tallies) {
    expect(tally.refused).toEqual([])
    expect(tally.wrong).toEqual([])
    // one request of each loop may have been in the hands of each killed worker
    expect(tally.broken.length).toBeLessThanOrEqual(10)
    expect(tally.ok).toBeGreaterThan(10)
  }
})

test('a killed worker does not forget an app that was added at run time', async () => {
  const app = await door.serve((_, response) => response.end('later'))
  await door.ingress.apply([routeTo('later.app.test', portOf(app))])
  await killWorker(door.paths.masterSocket)
  expect((await visit(door.port, 'later.app.test')).body).toBe('later')
})
