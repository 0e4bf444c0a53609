import { expect, test } from 'vitest'
import { reachability, type RoutedContainer, routes } from './routes.ts'
import { ago, NOW, release } from './test-models.ts'

const server: RoutedContainer = { id: 'con_a', address: '10.0.0.2', port: 80, routed: true, draining: false }
const app = (host: string, containers: readonly RoutedContainer[] = []) => ({
  id: `app_${host}`,
  host,
  wokenAt: null,
  state: 'running' as const,
  reachable: 'yes' as const,
  containers,
})

test('every app has a route, in a stable order', () => {
  expect(routes([app('b'), app('a')], NOW).map(({ host }) => host)).toEqual(['a', 'b'])
})

test.each([
  ['routed', {}, [{ name: 'con_a', address: '10.0.0.2', port: 80, draining: false }]],
  [
    'draining',
    { routed: false, draining: true },
    [{ name: 'con_a', address: '10.0.0.2', port: 80, draining: true }],
  ],
  ['neither', { routed: false }, []],
  ['without an address', { address: null }, []],
  ['without a port', { port: null }, []],
])('%s', (_, change, servers) => {
  expect(routes([app('a', [{ ...server, ...change }])], NOW)[0]?.servers).toEqual(servers)
})

test.each([
  ['running', 'scaled-to-zero', 'scaled-to-zero'],
  ['degraded', 'no-port', 'no-port'],
  ['running', 'yes', 'starting'],
  ['stopped', 'no-port', 'stopped'],
] as const)('an app that is %s and %s shows the page %s', (state, reachable, empty) => {
  expect(routes([{ ...app('a'), state, reachable }], NOW)[0]?.empty).toBe(empty)
})

test('a release takes visitors when it has a port and an instance of web', () => {
  expect(reachability(release(1))).toBe('yes')
  expect(reachability(release(1, { port: null }))).toBe('no-port')
  expect(reachability(release(1, { processes: { web: { replicas: 0 } } }))).toBe('scaled-to-zero')
})

test.each([
  ['scaled-to-zero', 'scaled-to-zero'],
  ['empty', 'not-deployed'],
  ['stopped', 'stopped'],
  ['crashing', 'crashing'],
  ['failed', 'crashing'],
  ['deploying', 'starting'],
  ['running', 'starting'],
  ['degraded', 'starting'],
  ['asleep', 'asleep'],
] as const)('visitors of an app that is %s are told: %s', (state, empty) => {
  expect(routes([{ ...app('a'), state }], NOW)[0]?.empty).toBe(empty)
})

test('requests are held for a while after a sleep, and then told', () => {
  const empty = (seconds: number, state: 'deploying' | 'crashing') =>
    routes([{ ...app('a'), state, wokenAt: ago(seconds) }], NOW)[0]?.empty
  expect(empty(5, 'deploying')).toBe('waking')
  expect(empty(5, 'crashing')).toBe('crashing')
  expect(empty(120, 'deploying')).toBe('starting')
})

test('nobody is held for a sleeper that takes no visitors', () => {
  expect(routes([{ ...app('a'), state: 'asleep', reachable: 'no-port' }], NOW)[0]?.empty).toBe('no-port')
})
