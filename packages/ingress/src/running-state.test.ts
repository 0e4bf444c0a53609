import { expect, test } from 'vitest'
import { parseMap, parseServers, parseStructure } from './running-state.ts'

test('servers of app backends are read, and others are not', () => {
  const stat = [
    '# pxname,svname,scur,status,weight,addr,',
    'app0,con_a,3,no check,1,10.0.0.2:80,',
    'app0,con_b,0,DRAIN,1,10.0.0.3:81,',
    'app1,con_c,0,no check,0,[fd00::1]:80,',
    'app1,con_d,0,MAINT,1,10.0.0.4:80,',
    'web,web,0,no check,1,unix,',
  ].join('\n')
  expect(parseServers(stat)).toEqual([
    { backend: 'app0', name: 'con_a', address: '10.0.0.2', port: 80, mode: 'ready', sessions: 3 },
    { backend: 'app0', name: 'con_b', address: '10.0.0.3', port: 81, mode: 'draining', sessions: 0 },
    { backend: 'app1', name: 'con_c', address: 'fd00::1', port: 80, mode: 'draining', sessions: 0 },
    { backend: 'app1', name: 'con_d', address: '10.0.0.4', port: 80, mode: 'maintenance', sessions: 0 },
  ])
})

test('the map and the structure are read', () => {
  expect(parseMap('0x5625f85c0ae0 a.test app0\n0x5625f85c0b70 b.test page-stopped')).toEqual(
    new Map([
      ['a.test', 'app0'],
      ['b.test', 'page-stopped'],
    ]),
  )
  expect(parseStructure('Name: HAProxy\ndescription: abc123\nStopping: 0')).toBe('abc123')
})
