import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createIdPool } from '@berth/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const CONTAINERS = 50

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
  const source = new URL('support/surface.c', import.meta.url).pathname
  const program = join(box.layer, 'bin/surface')
  await promisify(execFile)('cc', ['-static', '-O1', '-Wall', '-Wextra', '-Werror', '-o', program, source])
})
afterAll(() => box.close())

test('of all that a kernel offers to root, nothing of the machine is given to the root of a container', async () => {
  const abstract = `berth-${box.options.instance}`
  const path = join(box.base, 'host.sock')
  const servers = [createServer(), createServer()] as const
  servers[0].listen(`\0${abstract}`)
  servers[1].listen(path)
  await Promise.all(servers.map((server) => once(server, 'listening')))
  try {
    const { output } = await box.script(`surface ${abstract} ${path}`)
    const answers = output.split('\n').map((line) => line.split(' '))
    expect(answers.length).toBeGreaterThan(30)
    expect(answers.filter(([, errno]) => !(Number(errno) > 0))).toEqual([])
  } finally {
    for (const server of servers) server.close()
  }
})

test('of 50 containers at once no two have an id of the host in common', async () => {
  const pool = createIdPool({ dir: join(box.base, 'ids'), instance: box.options.instance })
  const limits = { cpu: 0.1, memory: 16 * 2 ** 20, pids: 8, disk: 2 ** 30 }
  const owners = Array.from({ length: CONTAINERS }, (_, i) => `app-${i}`)
  const ranges = await Promise.all(owners.map((owner) => pool.claim(owner)))
  const started = []
  for (const ids of ranges) started.push(await box.start(['sleep', '1000'], { ids, limits }))
  const maps = await Promise.all(
    started.flatMap(({ pid }) =>
      ['uid_map', 'gid_map'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
    ),
  )
  const starts = maps.map((map) => map.trim().split(/\s+/).map(Number))
  for (const [inside, , size] of starts) expect([inside, size]).toEqual([0, 65_536])
  const bases = new Set(starts.map(([, outside]) => outside))
  expect(bases.size).toBe(CONTAINERS)
  const sorted = [...bases].map(Number).toSorted((a, b) => a - b)
  for (const [i, base] of sorted.entries())
    expect((sorted[i + 1] ?? Infinity) - base).toBeGreaterThanOrEqual(65_536)
  await Promise.all(started.map(({ id }) => box.runtime.remove(id)))
})
