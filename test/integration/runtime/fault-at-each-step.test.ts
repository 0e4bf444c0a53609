import { readdir, readFile } from 'node:fs/promises'
import { systemClock } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExecSessions } from '../../../packages/runtime/src/exec-sessions.ts'
import type { Starter } from '../../../packages/runtime/src/init/run-plan.ts'
import { type NodeContext, openNode } from '../../../packages/runtime/src/node-context.ts'
import type { Plan } from '../../../packages/runtime/src/plan/operation.ts'
import { startContainer } from '../../../packages/runtime/src/start-container.ts'
import { containerFolder } from '../../../packages/runtime/src/state/container-folder.ts'
import {
  cgroupsOf,
  openTestRuntime,
  processesOf,
  supervisorsOf,
  type TestRuntime,
} from './support/test-runtime.ts'

const IMPOSSIBLE = { op: 'joinPath', path: '/nonexistent/namespace', type: 0 } as const
/** near the end of what pools give out, so that processes of these tests are known by their ids */
const IDS = { start: 2 ** 30 + 16_123 * 65_536, size: 65_536 }

let box: TestRuntime
let node: NodeContext
/** where the next plan fails, and what it was */
let failAt: number | undefined
let last: Plan = []
let residents: readonly number[] = []
beforeAll(async () => {
  box = await openTestRuntime()
  const opened = await openNode({ ...box.options, clock: systemClock })
  const start: Starter = (job, label, plan) => {
    last = plan
    return opened.start(job, label, failAt === undefined ? plan : plan.toSpliced(failAt, 0, IMPOSSIBLE))
  }
  node = { ...opened, start }
  residents = await processesOf(`resident ${box.options.instance}`)
})
afterAll(async () => {
  node.resident.close()
  node.program.close()
  await box.close()
})

test('a start that fails at any of its steps leaves the host as it was', async () => {
  failAt = 0
  const request = await box.request(['sleep', '1000'], { ids: IDS })
  await expect(startContainer(node, request)).rejects.toThrow()
  const before = await traces()
  for (let step = 0; step < last.length; step++) {
    failAt = step
    await expect(startContainer(node, request)).rejects.toMatchObject({ code: 'runtime.start_failed' })
    expect([step, last[step]?.op, await traces()]).toEqual([step, last[step]?.op, before])
  }
  expect(last.length).toBeGreaterThan(40)
  expect(await processesLeft()).toEqual({ supervisors: [], processes: [] })
})

test('a command that fails to enter at any of its steps leaves the container as it was', async () => {
  const { id } = await box.start(['sleep', '1000'], { ids: IDS })
  const folder = containerFolder(box.options.dir, id)
  const [run, init] = await Promise.all([folder.readRun(), folder.readStarted()])
  if (!run || !init) throw new Error('the container has no records')
  const sessions = createExecSessions(node)
  const enter = () => sessions.start(run, init, { containerId: id, argv: ['true'], env: {}, tty: false })
  failAt = 0
  await expect(enter()).rejects.toThrow()
  const [before, processesBefore] = await Promise.all([traces(), processesLeft()])
  for (let step = 0; step < last.length; step++) {
    failAt = step
    await expect(enter()).rejects.toMatchObject({ code: 'runtime.exec_failed' })
    expect([step, last[step]?.op, await traces()]).toEqual([step, last[step]?.op, before])
  }
  expect(await processesLeft()).toEqual(processesBefore)
  expect(await readdir(folder.exec)).toEqual([])
  expect((await box.runtime.get(id))?.state).toBe('running')
  await box.runtime.remove(id)
})

/** All that a start could leave: on the host, in the folders of the instance, and held by who made it. */
async function traces() {
  const { instance, dir, runDir } = box.options
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  return {
    mounts: mounts.split('\n').filter((line) => line.includes(instance) || line.includes(box.base)),
    cgroups: await cgroupsOf(instance),
    folders: await readdir(dir),
    sockets: await readdir(`${runDir}/c`),
    descriptors: await Promise.all(residents.map(async (pid) => (await readdir(`/proc/${pid}/fd`)).length)),
  }
}

async function processesLeft() {
  return { supervisors: await supervisorsOf(box.options.instance), processes: await processesWithIds() }
}

/** Processes in a user namespace of these tests: each has its own, so none of those is left either. */
async function processesWithIds(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const maps = await Promise.all(
    pids.map(async (pid) => {
      const map = await readFile(`/proc/${pid}/uid_map`, 'utf8').catch(() => '') // it has ended meanwhile
      return map.trim().split(/\s+/)[1] === String(IDS.start) ? pid : ''
    }),
  )
  return maps.filter(Boolean)
}
