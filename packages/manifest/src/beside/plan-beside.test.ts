import { expect, test } from 'vitest'
import { writeManifest } from '../live/write-manifest.ts'
import { readManifest } from '../read/read-manifest.ts'
import { manifestBeside } from './manifest-beside.ts'
import { NOTHING_BESIDE, planBeside } from './plan-beside.ts'

const live = { domains: ['shop.example', 'old.example'], sleepAfter: 1800 }

function besideOf(text: string) {
  const read = readManifest(text)
  if (read.kind === 'wrong') throw new Error(JSON.stringify(read.problem))
  return manifestBeside(read.value)
}

test('domains are added, and those that the file does not name stay', () => {
  expect(planBeside(besideOf('domains: [shop.example, WWW.Shop.example]\n'), live)).toEqual([
    { name: 'domains.www.shop.example', from: null, to: 'added' },
  ])
})

test('sleep is set, or taken away', () => {
  expect(planBeside(besideOf('sleep: 2h\n'), live)).toEqual([{ name: 'sleep', from: '30m', to: '2h' }])
  expect(planBeside(besideOf('sleep: never\n'), live)).toEqual([{ name: 'sleep', from: '30m', to: 'never' }])
  expect(planBeside(besideOf('sleep: 30m\n'), live)).toEqual([])
})

test('what a file does not name changes nothing', () => {
  expect(planBeside(besideOf('processes: { worker: x }\n'), live)).toEqual([])
})

test('what is written of an app changes nothing beside its release when it is read', () => {
  const app = {
    ...{ port: null, health: { kind: 'none' as const }, processes: {}, volumes: [], cron: [], env: {} },
    ...{ limits: { cpu: 1, memory: 1, pids: 1, disk: 1 }, releaseCommand: null, drainMs: null },
  }
  const text = writeManifest(app, live)
  expect(text).toContain('sleep: 30m')
  expect(planBeside(besideOf(text), live)).toEqual([])
  expect(writeManifest(app, NOTHING_BESIDE)).not.toContain('sleep')
})
