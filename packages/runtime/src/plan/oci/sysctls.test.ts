import { expect, test } from 'vitest'
import { readNamespaces } from './namespaces.ts'
import { sysctlOperations } from './sysctls.ts'

const OWN = readNamespaces({ namespaces: [{ type: 'network' }, { type: 'ipc' }, { type: 'uts' }] })

test.each([
  ['net.ipv4.ip_forward', 'sys/net/ipv4/ip_forward'],
  ['net/ipv4/conf/eth0.1/rp_filter', 'sys/net/ipv4/conf/eth0.1/rp_filter'],
  ['net.ipv4.conf.eth0/1.rp_filter', 'sys/net/ipv4/conf/eth0.1/rp_filter'],
  ['kernel.shmmax', 'sys/kernel/shmmax'],
  ['fs.mqueue.msg_max', 'sys/fs/mqueue/msg_max'],
  ['kernel.domainname', 'sys/kernel/domainname'],
])('%s is written to /proc/%s', (name, path) => {
  expect(sysctlOperations({ [name]: '1' }, OWN, {})).toEqual([{ op: 'writeProc', path, data: '1' }])
})

test.each([
  'kernel.core_pattern',
  'vm.overcommit_memory',
  'net/../kernel/panic',
  'net/./a',
  'net//a',
  'fs.file-max',
])('%s is the host’s', (name) => {
  expect(() => sysctlOperations({ [name]: '1' }, OWN, {})).toThrow(`linux.sysctl["${name}"]: it is not`)
})

test('a namespace that is shared has no settings of its own', () => {
  expect(() => sysctlOperations({ 'net.core.somaxconn': '1' }, readNamespaces({}), {})).toThrow(
    'it needs a network namespace',
  )
})

test('a name is given in one place', () => {
  expect(() => sysctlOperations({ 'kernel.hostname': 'a' }, OWN, { hostname: 'b' })).toThrow(
    'the configuration names it already',
  )
})
