import type { Seccomp } from '@berth/oci'
import { expect, test } from 'vitest'
import { filterOperation, listenerOperations } from './filter-operations.ts'

const NOTIFYING: Seccomp = {
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures: ['SCMP_ARCH_NATIVE'],
  flags: ['SECCOMP_FILTER_FLAG_LOG', 'SECCOMP_FILTER_FLAG_TSYNC', 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV'],
  listenerPath: '/run/listener.sock',
  listenerMetadata: 'mine',
  syscalls: [{ names: ['mknod'], action: 'SCMP_ACT_NOTIFY' }],
}
const CONTAINER = { ociVersion: '1.2.0', id: 'c1', status: 'creating', bundle: '/b' } as const

test('flags are those that a single thread needs, and those of a listener only with one', () => {
  const flags = (profile: Seccomp) => filterOperation(profile, new Uint8Array())
  expect(flags(NOTIFYING)).toMatchObject({ op: 'seccomp', flags: 2 | 32 })
  expect(flags({ ...NOTIFYING, syscalls: [] })).toMatchObject({ flags: 2 })
})

test('the listener is told of the container, with the pid that is not known yet in two places', () => {
  const [operation] = listenerOperations(NOTIFYING, CONTAINER)
  if (operation?.op !== 'notify') throw new Error('no operation for the listener')
  expect(operation.socket).toBe('/run/listener.sock')
  expect(JSON.parse(operation.state.join('77'))).toEqual({
    ociVersion: '1.2.0',
    fds: ['seccompFd'],
    pid: 77,
    metadata: 'mine',
    state: { ...CONTAINER, pid: 77 },
  })
})

test('nobody is connected to without a rule that notifies, and a rule without a listener is refused', () => {
  expect(listenerOperations({ ...NOTIFYING, syscalls: [] }, CONTAINER)).toEqual([])
  const { listenerPath: _, ...deaf } = NOTIFYING
  expect(() => listenerOperations(deaf, CONTAINER)).toThrow('listenerPath')
})
