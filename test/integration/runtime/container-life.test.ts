import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  cgroupsOf,
  openTestRuntime,
  statusOf,
  supervisorsOf,
  type TestRuntime,
} from './support/test-runtime.ts'

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())

test('a container ends with the code of its program', async () => {
  const { record, output } = await box.script('echo hello; echo sorry >&2; exit 7')
  expect(record.end).toEqual({ kind: 'exit', code: 7 })
  expect(output.split('\n').toSorted()).toEqual(['hello', 'sorry'])
})

test('a container that a signal ended says which', async () => {
  const { id } = await box.start(['sleep', '1000'])
  await box.runtime.kill(id, 'SIGKILL')
  expect((await box.ended(id)).end).toEqual({ kind: 'signal', signal: 'SIGKILL' })
})

test('root inside is nobody outside', async () => {
  const { id, pid } = await box.start(['sleep', '1000'])
  expect(await statusOf(pid ?? 0, 'Uid')).toBe(
    Array(4)
      .fill(String(2 ** 30))
      .join('\t'),
  )
  expect(await statusOf(pid ?? 0, 'NoNewPrivs')).toBe('1')
  expect(await statusOf(pid ?? 0, 'Seccomp')).toBe('2')
  await box.runtime.remove(id)
})

test('files are written with container ids, and a restart finds them again', async () => {
  const request = await box.request(['sh', '-c', 'cat /tmp/x 2>/dev/null; echo kept > /tmp/x; id -u'])
  await box.runtime.start(request)
  await box.ended(request.id)
  await box.runtime.start({ ...request, ids: { start: 2 ** 30 + 65_536, size: 65_536 } })
  await box.ended(request.id)
  expect(await box.output(request.id)).toBe('0\nkept\n0')
})

test('a user is found by name with its groups and its home', async () => {
  const { output } = await box.script('id; echo $HOME', { process: { user: 'app' } })
  expect(output).toContain('uid=1000(app) gid=1000(app) groups=50(staff)')
  expect(output).toContain('/home/app')
})

test('a container may have a terminal of its own, which its log keeps', async () => {
  const { record, output } = await box.script(
    'readlink /proc/self/fd/0; echo to console > /dev/console; exit 2',
    {
      process: { tty: true },
    },
  )
  expect(record.end).toEqual({ kind: 'exit', code: 2 })
  expect(output).toBe('/dev/pts/0\nto console')
})

test('the platform writes its files over those of the image', async () => {
  const { output } = await box.script('cat /etc/resolv.conf; hostname; echo x > /etc/resolv.conf', {
    files: [{ content: 'nameserver 10.0.0.1\n', destination: '/etc/resolv.conf' }],
  })
  expect(output).toContain('nameserver 10.0.0.1\nbox')
  expect(output).toContain('Read-only file system')
})

test('stop asks first, and kills who does not listen', async () => {
  const polite = await box.start(['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.05; done'])
  await box.runtime.exec({ containerId: polite.id, argv: ['true'], env: {}, tty: false })
  const stopped = await box.runtime.stop(polite.id, { timeoutMs: 10_000, by: 'ann' })
  expect(stopped.end).toEqual({ kind: 'stopped', by: 'ann', code: 3, forced: false })

  const deaf = await box.start(['sleep', '1000'], { init: false })
  const killed = await box.runtime.stop(deaf.id, { timeoutMs: 100, by: 'ann' })
  expect(killed.end).toEqual({ kind: 'stopped', by: 'ann', code: null, forced: true })
})

test('each end is told once, with its reason', async () => {
  const told: string[] = []
  const unsubscribe = box.runtime.onEnd((record) => told.push(`${record.id} ${record.end?.kind}`))
  const { record } = await box.script('exit 0')
  unsubscribe()
  expect(told.filter((line) => line.startsWith(`${record.id} `))).toEqual([`${record.id} exit`])
})

test('the same start twice runs one container', async () => {
  const request = await box.request(['sleep', '1000'])
  const [first, second] = await Promise.all([box.runtime.start(request), box.runtime.start(request)])
  expect(second.pid).toBe(first.pid)
  await box.runtime.remove(request.id)
})

test('removing leaves no record, process or control group', async () => {
  const { id } = await box.start(['sh', '-c', 'sleep 1000 & sleep 1000'])
  await box.runtime.remove(id)
  await box.runtime.remove(id)
  expect(await box.runtime.get(id)).toBeUndefined()
  expect((await cgroupsOf(box.options.instance)).filter((path) => path.endsWith(id))).toEqual([])
  expect(await supervisorsOf(box.options.instance)).toEqual([])
})
