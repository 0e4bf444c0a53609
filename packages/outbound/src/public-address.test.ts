import { expect, test } from 'vitest'
import { isPublicAddress, listOf } from './public-address.ts'

const NOT_PUBLIC = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200', // metadata of a cloud
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1', // compatible form
  '::ffff:127.0.0.1', // mapped
  '::ffff:8.8.8.8',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1', // NAT64
  '64:ff9b:1::1',
  '100::1',
  '2001::1', // Teredo
  '2001:0:7f00:1::',
  '2001:db8::1',
  '2002:7f00:1::1', // 6to4
  'fc00::1',
  'fd00:ec2::254', // metadata of a cloud
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '3fff::1',
  'localhost',
  '2130706433',
  '127.1',
  '0x7f.0.0.1',
  '',
]

const PUBLIC = ['1.1.1.1', '8.8.8.8', '100.128.0.1', '172.32.0.1', '192.1.1.1', '2606:4700::1111', '2a00::1']

test.each(NOT_PUBLIC)('%s is not of the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(PUBLIC)('%s is of the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each(['10.0.0.0/33', 'ten', '10.0.0.0/x', '', '::/129', '10.0.0.0/'])(
  'the range "%s" is refused',
  (range) => {
    expect(() => listOf([range])).toThrow(RangeError)
  },
)
