import type { AppView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { filterApps } from './filter-apps.ts'

const app = (name: string, over: Partial<AppView> = {}): AppView => ({
  id: name,
  name,
  project: 'default',
  state: 'running',
  reason: null,
  cause: null,
  url: null,
  image: `team/${name}:1`,
  port: null,
  release: 1,
  replicas: 1,
  running: 1,
  limits: { cpu: 1, memory: 1, pids: 1, disk: 1 },
  sleepAfter: null,
  asleepSince: null,
  deployedAt: null,
  deployedBy: null,
  createdAt: new Date(0),
  ...over,
})
const apps = [
  app('shop', { deployedAt: new Date(2) }),
  app('api', { state: 'crashing' }),
  app('blog', { deployedAt: new Date(5) }),
]
const names = (filter: string, sort: 'name' | 'deployed' | 'state') =>
  filterApps(apps, filter, sort).map((one) => one.name)

test('every word must be somewhere in name, image, project or state', () => {
  expect(names('', 'name')).toEqual(['api', 'blog', 'shop'])
  expect(names('team/shop', 'name')).toEqual(['shop'])
  expect(names('RUN sh', 'name')).toEqual(['shop'])
})

test('what needs somebody comes first by state, what is newest by deploy', () => {
  expect(names('', 'state')).toEqual(['api', 'blog', 'shop'])
  expect(names('', 'deployed')).toEqual(['blog', 'shop', 'api'])
})
