import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doorAt, type Fixture, portOf, routeTo, startDoor } from './door-fixture.ts'
import { killWorker, visit, visitWithoutPause } from './visitor.ts'

let door: Fixture
beforeAll(async () => {
  door = await startDoor()
  const app = await door.serve((_, response) => response.end('still'))
  await door.ingress.apply([routeTo('still.test', portOf(app))])
})
afterAll(() => door.close())

/** A launcher of its own process, which takes the door over and is ready when it says so. */
async function launcher(): Promise<{ child: ChildProcess; said: string }> {
  const script = new URL('open-door.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, door.paths.root, String(door.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { child, said: said.toString().trim() }
}

test('a killed launcher leaves the door open, and the next one takes it over', async () => {
  const loop = visitWithoutPause(door.port, 'still.test', (body) => body === 'still')
  const before = await doorAt(door.paths.root, door.port).status()
  for (let i = 0; i < 3; i++) {
    const { child, said } = await launcher()
    expect(said).toBe('adopted')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await visit(door.port, 'still.test')).body).toBe('still')
  }
  const { ok, ...failed } = await loop.stop()
  expect(failed).toEqual({ wrong: [], refused: [], broken: [] })
  expect(ok).toBeGreaterThan(10)
  expect((await doorAt(door.paths.root, door.port).status())?.pid).toBe(before?.pid)
})

test('a worker that is killed while there is no launcher comes back', async () => {
  door.door.detach()
  await killWorker(door.paths.masterSocket)
  expect((await visit(door.port, 'still.test')).body).toBe('still')
})

test('a killed master comes back on the same sockets', async () => {
  const master = await door.door.status()
  const waiting = visitWithoutPause(door.port, 'still.test', (body) => body === 'still')
  process.kill(master?.pid ?? 0, 'SIGKILL')
  while ((await door.door.status())?.pid === master?.pid || !(await door.door.status())?.serving)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect((await visit(door.port, 'still.test')).body).toBe('still')
  const { refused, wrong, broken } = await waiting.stop()
  expect([refused, wrong]).toEqual([[], []])
  expect(broken.length).toBeLessThanOrEqual(1)
})

test('a taken port is one clear line', async () => {
  const other = doorAt(`${door.paths.root}`, door.port)
  await door.door.stop(0)
  const squatter = await door.serve((_, response) => response.end())
  await expect(doorAt(door.paths.root, portOf(squatter)).start()).rejects.toThrow(
    `cannot listen on 127.0.0.1 port ${portOf(squatter)}: another program listens there`,
  )
  expect((await other.start()).adopted).toBe(false)
  expect((await visit(door.port, 'still.test')).body).toBe('still')
  other.detach()
})
