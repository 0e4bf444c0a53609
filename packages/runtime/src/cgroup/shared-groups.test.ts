import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CgroupLayout } from './layout.ts'
import { createSharedGroups } from './shared-groups.ts'

const LIMITS = { cpu: 1.5, memory: 64 * 1024 ** 2, pids: 34, disk: 0 }
const FILES = ['cgroup.subtree_control', 'memory.max', 'memory.swap.max', 'cpu.max', 'cpu.weight', 'pids.max']

let unified: string
let layout: CgroupLayout

/** A folder in place of the kernel's tree: whoever opens a group finds its files there. */
beforeEach(async () => {
  unified = await mkdtemp(join(tmpdir(), 'berth-groups-'))
  layout = { version: 2, unified, controllers: ['cpu', 'memory', 'pids'] }
})

afterEach(() => rm(unified, { recursive: true, force: true }))

const groups = () => createSharedGroups(layout, 'abc')

test('on v2 a shared group has the limits of all together, and hands controllers down to those in it', async () => {
  const folder = join(unified, 'berth-abc/shared-bld_1')
  await mkdir(folder, { recursive: true })
  for (const name of FILES) await writeFile(join(folder, name), '')
  await groups().open('bld_1', LIMITS)
  const said = await Promise.all(
    FILES.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  )
  expect(Object.fromEntries(said)).toMatchObject({
    'cgroup.subtree_control': '+cpu +memory +pids',
    'memory.max': String(64 * 1024 ** 2),
    'memory.swap.max': '0',
    'cpu.max': '150000 100000',
    'pids.max': '34',
  })
})

test('forks that were refused to all together are counted, and none where there is no group', async () => {
  const folder = join(unified, 'berth-abc/shared-bld_1')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'pids.events'), 'max 7\n')
  expect(await groups().forksRefused('bld_1')).toBe(7)
  expect(await groups().forksRefused('bld_2')).toBe(0)
})

test('what an earlier process left of shared groups goes, and groups of containers stay', async () => {
  for (const name of ['shared-bld_1/con_a', 'shared-bld_2', 'con_b'])
    await mkdir(join(unified, 'berth-abc', name), { recursive: true })
  await groups().closeAll()
  expect(await readdir(join(unified, 'berth-abc'))).toEqual(['con_b'])
})

test('no name leads out of the hierarchy', async () => {
  for (const name of ['..', 'a/b', '']) {
    await expect(groups().open(name, LIMITS)).rejects.toThrow('cannot name a control group')
  }
})
