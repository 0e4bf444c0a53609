import type { DoorRoute } from '@berth/core'
import { expect, test } from 'vitest'
import { CONFIG_FILE, MAP_FILE, renderDoorConfig, structureOf } from './door-config.ts'
import { assignSlots } from './slots.ts'

const platform = {
  platformHost: 'berth.test',
  adminSocket: '/run/admin.sock',
  webSocket: '/run/web.sock',
  lessonsSocket: '/run/lessons.sock',
  controlSocket: '/run/control.sock',
}
const server = { name: 'con_a', address: '10.0.0.2', port: 8080, draining: false }

function render(routes: readonly DoorRoute[]) {
  const slots = assignSlots({ previous: new Map(), freed: new Map(), stock: 0, routes, now: 0, restMs: 0 })
  return renderDoorConfig({ ...platform, slots, routes })
}

test('the files hold every server and every host', () => {
  const files = render([
    { host: 'a--t.test', servers: [server, { ...server, name: 'con_b', draining: true }], empty: 'starting' },
    { host: 'b--t.test', servers: [], empty: 'stopped' },
  ])
  expect(files[MAP_FILE]).toBe('a--t.test app0\nb--t.test page-stopped\n')
  expect(files[CONFIG_FILE]).toContain(
    [
      'backend app0 from apps',
      '  server con_a 10.0.0.2:8080 weight 1 pool-max-conn 64 pool-purge-delay 2s',
      '  server con_b 10.0.0.2:8080 weight 0 pool-max-conn 64 pool-purge-delay 2s',
    ].join('\n'),
  )
})

test('servers change nothing of the structure, the stock and the platform do', () => {
  const [before, more] = [structureOf(platform, 64), structureOf(platform, 128)]
  expect(render([{ host: 'a', servers: [server], empty: 'starting' }])[CONFIG_FILE]).toContain(
    `description ${before}`,
  )
  expect(more).not.toBe(before)
  expect(structureOf({ ...platform, platformHost: 'other.test' }, 64)).not.toBe(before)
})

test('the sockets are inherited unless it is said otherwise', () => {
  expect(render([])[CONFIG_FILE]).toContain('bind "${BERTH_DOOR_BIND}"')
})

test.each([
  ['a host with a new line', { host: 'a\nbackend evil', servers: [], empty: 'stopped' }],
  ['a host with a space', { host: 'a app1', servers: [], empty: 'stopped' }],
  ['a server with a semicolon', { host: 'a', servers: [{ ...server, name: 'a;show' }], empty: 'stopped' }],
  [
    'an address that is a name',
    { host: 'a', servers: [{ ...server, address: 'evil.test' }], empty: 'stopped' },
  ],
  ['port 0', { host: 'a', servers: [{ ...server, port: 0 }], empty: 'stopped' }],
] as const)('%s is refused', (_, route) => {
  expect(() => render([route])).toThrow("cannot be a part of the door's configuration")
})
