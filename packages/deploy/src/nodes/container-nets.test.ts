import { expect, test } from 'vitest'
import { containerNets } from './container-nets.ts'

const believed = containerNets(['100.64.0.0/10', '10.128.0.0/9'])

test.each(['100.64.4.2', '100.127.255.254', '10.128.0.2'])('%s is an address of a container', (address) => {
  expect(believed(address)).toBe(true)
})

test.each([
  '127.0.0.1',
  '169.254.169.254',
  '10.0.0.5',
  '192.168.1.1',
  '0.0.0.0',
  '::1',
  '::ffff:127.0.0.1',
  '',
  '100.64.4.2:80',
  'unix@/run/berth/control.sock',
  '100.64.4.2\nserver x 127.0.0.1:22',
])('%j is not', (address) => {
  expect(believed(address)).toBe(false)
})

test.each(['10.0.0.0', 'x/8', '10.0.0.0/33'])('%j is no network', (net) => {
  expect(() => containerNets([net])).toThrow(expect.objectContaining({ code: 'config.invalid' }))
})
