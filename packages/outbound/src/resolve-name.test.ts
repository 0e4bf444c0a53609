import { expect, test } from 'vitest'
import { addressesIn } from './resolve-name.ts'

const HOSTS = `127.0.0.1\tlocalhost
# 10.0.0.9 old
10.0.0.1  registry.intern Registry # ours
::1 localhost ip6-localhost
`

test('a name has all addresses that the list gives it, whatever its case', () => {
  expect(addressesIn(HOSTS, 'LOCALHOST')).toEqual(['127.0.0.1', '::1'])
  expect(addressesIn(HOSTS, 'registry')).toEqual(['10.0.0.1'])
})

test('comments and addresses are no names', () => {
  for (const name of ['old', 'ours', '10.0.0.1', 'nobody', '#']) expect(addressesIn(HOSTS, name)).toEqual([])
})
