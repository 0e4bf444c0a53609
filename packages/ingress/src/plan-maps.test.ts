import { expect, test } from 'vitest'
import { planMaps } from './plan-maps.ts'

type Entries = Readonly<Record<string, Readonly<Record<string, string>>>>
const FILES = ['guards.map', 'maintenance.map', 'sites.map', 'hosts.map']
const maps = (entries: Entries) =>
  new Map(FILES.map((file) => [file, new Map(Object.entries(entries[file] ?? {}))] as const))
const plan = (running: Entries, wanted: Entries) =>
  planMaps(maps(running), maps(wanted)).map(({ command }) => command.replace(' map', ''))

const GUARDED: Entries = {
  'guards.map': { 'app_a|AB': '1', app_a: 'salt' },
  'sites.map': { 'a.test': 'app_a' },
  'hosts.map': { 'a.test': 'app0' },
}

test('who may visit is told before the host leads to its app, and forgotten when it does no more', () => {
  expect(plan({}, GUARDED)).toEqual([
    'add guards.map app_a|AB 1',
    'add guards.map app_a salt',
    'add sites.map a.test app_a',
    'add hosts.map a.test app0',
  ])
  expect(plan(GUARDED, {})).toEqual([
    'del hosts.map a.test',
    'del sites.map a.test',
    'del guards.map app_a',
    'del guards.map app_a|AB',
  ])
})

test('a host that goes to another app leads to neither while its rules change', () => {
  const moved: Entries = { 'sites.map': { 'a.test': 'app_b' }, 'hosts.map': { 'a.test': 'app1' } }
  expect(plan(GUARDED, moved)).toEqual([
    'set hosts.map a.test page-starting',
    'set sites.map a.test app_b',
    'set hosts.map a.test app1',
    'del guards.map app_a',
    'del guards.map app_a|AB',
  ])
})

test('what is as it should be needs no call', () => expect(plan(GUARDED, GUARDED)).toEqual([]))
