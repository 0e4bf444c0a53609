import { expect, test } from 'vitest'
import { reachability, type RoutedContainer, routes } from './routes.ts'
import { release } from './test-models.ts'

const server: RoutedContainer = { id: 'con_a', address: '10.0.0.2', port: 80, routed: true, draining: false }
const app = (host: string, containers: readonly RoutedContainer[] = []) => ({
  host,
  state: 'running' as const,
  reachable: 'yes' as const,
  containers,
})

test('every app has a route, in a stable order', () => {
  expect(routes([app('b'), app('a')]).map(({ host }) => host)).toEqual(['a', 'b'])
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
  expect(routes([app('a', [{ ...server, ...change }])])[0]?.servers).toEqual(servers)
})

test.each([
  ['running', 'scaled-to-zero', 'scaled-to-zero'],
  ['degraded', 'no-port', 'no-port'],
  ['running', 'yes', 'starting'],
  ['stopped', 'no-port', 'stopped'],
] as const)('an app that is %s and %s shows the page %s', (state, reachable, empty) => {
  expect(routes([{ ...app('a'), state, reachable }])[0]?.empty).toBe(empty)
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
] as const)('visitors of an app that is %s are told: %s', (state, empty) => {
  expect(routes([{ ...app('a'), state }])[0]?.empty).toBe(empty)
})
