import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { tracesOf } from './host-traces.ts'
import { testBox } from './test-box.ts'

const LISTENER = join(import.meta.dirname, '../../integration/runtime/support/notified.py')
const NAMESPACES = ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type }))

const box = testBox('listened')
const { id, berth } = box

test('a listener is told of the container, given its descriptor, and answers for the kernel', async () => {
  const listenerPath = join(box.bundle.path, 'listener.sock')
  await configure({ listenerPath, listenerMetadata: 'mine' })
  const listener = spawn('python3', [LISTENER, listenerPath], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(listener.stdout, 'readable')
  const [said, heard] = await Promise.all([
    berth('run', '--bundle', box.bundle.path, id),
    text(listener.stdout),
  ])
  expect(said.stdout).toBe('')
  expect(said.stderr).toContain('File descriptor in bad state') // EBADFD, the 77 of the listener's answer
  expect(JSON.parse(heard.split('\n')[1] ?? '')).toMatchObject({
    state: {
      ociVersion: '1.2.0',
      fds: ['seccompFd'],
      pid: expect.any(Number),
      metadata: 'mine',
      state: {
        id,
        status: 'creating',
        pid: expect.any(Number),
        bundle: box.bundle.path,
        annotations: { a: 'b' },
      },
    },
  })
})

test.each([
  ['nobody listens', { listenerPath: '/nosuch.sock' }, '/nosuch.sock'],
  ['nobody is named', {}, 'listenerPath'],
])('when %s nothing is made', async (_, more, why) => {
  await configure(more)
  const refused = await berth('run', '--bundle', box.bundle.path, id)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(why)
  expect(tracesOf(id, box.runtime.root)).toEqual([])
})

function configure(more: Readonly<Record<string, string>>): Promise<void> {
  const syscalls = [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_NOTIFY' }]
  const seccomp = { defaultAction: 'SCMP_ACT_ALLOW', syscalls, ...more }
  const linux = { namespaces: NAMESPACES, seccomp }
  return box.bundle.configure(['busybox', 'mkdir', '/tmp/x'], { linux, annotations: { a: 'b' } })
}
