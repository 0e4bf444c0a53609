import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run as runInside } from './support/run.ts'

const run = promisify(execFile)
/** waits until it has recovered as well */
const IS_LONG = process.env['BERTH_TEST_RECOVERY'] === 'all'
const MIB = 1024 ** 2
const limits = { cpu: 1, memory: 64 * MIB, pids: 64, disk: 1024 * MIB }

let rig: Rig
let host: string

/** A node whose host has little room, so that all of what containers may write is soon full. */
beforeAll(async () => {
  rig = await openRig()
  host = join(rig.dir, 'agent')
  await mkdir(host)
  await run('mount', ['-t', 'tmpfs', '-o', 'size=420M', 'tmpfs', host])
  await rig.startAgent()
})

afterAll(async () => {
  await rig.killAgent()
  // it is the agent's disk that keeps it busy, which `close` unmounts
  await run('umount', ['--lazy', host])
  await rig.close()
})

test('when the disk of a node is full, a new container says so and others run on', async () => {
  const [hog, neighbour] = [await rig.want({ limits }), await rig.want({ limits })]
  await Promise.all([rig.healthy(hog.id), rig.healthy(neighbour.id)])
  const filled = await runInside(rig, hog.id, ['sh', '-c', 'dd if=/dev/zero of=/big bs=1M'])
  expect(filled.err).toMatch(/No space left|quota exceeded/)
  const late = await rig.want({ limits })
  const { end } = await rig.seen(late.id, ({ state }) => state === 'backoff')
  expect(end).toMatchObject({ kind: 'start-failed', code: 'disk.full' })
  expect(await runInside(rig, neighbour.id, ['echo', 'here'])).toEqual({ out: 'here', err: '' })
  expect(rig.control.told.get(neighbour.id)).toMatchObject({ state: 'running', healthy: true })
  expect(await runInside(rig, hog.id, ['rm', '/big'])).toEqual({ out: '', err: '' })
  // the kernel gives the room back half a minute later, and the next try comes after a pause
  if (IS_LONG) await rig.seen(late.id, ({ healthy }) => healthy, { withinMs: 90_000 })
})
