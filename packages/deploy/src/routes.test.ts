import { expect, test } from 'vitest'
import { type RoutedContainer, routes } from './routes.ts'

const server: RoutedContainer = { id: 'con_a', address: '10.0.0.2', port: 80, routed: true, draining: false }
const app = (host: string, containers: readonly RoutedContainer[] = []) => ({
  host,
  state: 'running' as const,
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
