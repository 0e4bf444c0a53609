import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Seccomp } from '@berth/oci'
import { systemClock } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Starter } from '../../../packages/runtime/src/init/run-plan.ts'
import { type NodeContext, openNode } from '../../../packages/runtime/src/node-context.ts'
import type { Operation } from '../../../packages/runtime/src/plan/operation.ts'
import {
  filterOperation,
  listenerOperations,
} from '../../../packages/runtime/src/seccomp/filter-operations.ts'
import { startContainer } from '../../../packages/runtime/src/start-container.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
let node: NodeContext
beforeAll(async () => {
  box = await openTestRuntime()
  node = await openNode({ ...box.options, clock: systemClock })
})
afterAll(async () => {
  node.resident.close()
  node.program.close()
  await box.close()
})

// every call that would send the descriptor is among those that ask
test.each([
  ['one call', ['mkdir', 'mkdirat']],
  ['the calls of the runtime itself', ['mkdir', 'mkdirat', 'sendmsg', 'connect', 'nanosleep']],
])('a listener is given the descriptor and the state, and answers %s', async (_, names) => {
  const profile: Seccomp = {
    defaultAction: 'SCMP_ACT_ALLOW',
    architectures: ['SCMP_ARCH_NATIVE'],
    listenerPath: join(box.base, `listener-${names.length}.sock`),
    listenerMetadata: 'mine',
    syscalls: [{ names, action: 'SCMP_ACT_NOTIFY' }],
  }
  const listener = spawn(
    'python3',
    [join(import.meta.dirname, 'support/notified.py'), profile.listenerPath ?? ''],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const said: string[] = []
  listener.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  await once(listener.stdout, 'data')
  const request = await box.request(['sh', '-c', 'mkdir /tmp/x; echo made $?'])
  const { pid } = await startContainer(withProfile(profile), request)
  await once(listener, 'close')
  const told: unknown = JSON.parse(said.join('').split('\n')[1] ?? '')
  expect(told).toMatchObject({
    state: { fds: ['seccompFd'], pid, metadata: 'mine', state: { id: 'c', pid } },
  })
  await box.reopen()
  await box.ended(request.id)
  expect(await box.output(request.id)).toContain('made 1')
})

/** The node, with another profile in its plans. */
function withProfile(profile: Seccomp): NodeContext {
  const container = { ociVersion: '1.2.0', id: 'c', status: 'creating', bundle: '/b' } as const
  const start: Starter = (job, label, plan) =>
    node.start(
      job,
      label,
      plan.flatMap((operation): readonly Operation[] => {
        if (operation.op === 'clone') return [operation, ...listenerOperations(profile, container)]
        if (operation.op === 'seccomp') return [filterOperation(profile, node.filterOf(profile))]
        return [operation]
      }),
    )
  return { ...node, start }
}
