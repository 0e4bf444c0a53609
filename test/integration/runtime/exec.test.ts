import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { attachClient, type ExecRequest, type ExecSession, type SessionExit } from '@berth/runtime'
import { openViewer } from '@berth/terminal'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

let box: TestRuntime
let containerId: string
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())
beforeEach(async () => {
  containerId = (await box.start(['sleep', '1000'], { process: { env: { COLOUR: 'blue' }, user: 'app' } })).id
})
afterEach(() => box.runtime.remove(containerId))

test('a command gets input, and gives output, errors and its code', async () => {
  const session = await exec(['sh', '-c', 'cat; echo $COLOUR $SHAPE >&2; exit 5'], {
    env: { SHAPE: 'round' },
  })
  const { client, result } = await collect(session)
  client.write(Buffer.from('in and out'))
  client.eof()
  expect(await result).toEqual({
    stdout: 'in and out',
    stderr: 'blue round\n',
    exit: { code: 5, signal: null },
  })
})

test('a command that ended before anybody looked gives all that it printed', async () => {
  const session = await exec(['echo', 'quick'])
  await delay(200)
  expect((await (await collect(session)).result).stdout).toBe('quick\n')
})

test('output larger than every buffer arrives whole, also at a slow reader', async () => {
  const session = await exec(['seq', '1', '200000'])
  const { client, result } = await collect(session)
  client.pause()
  await delay(300)
  client.resume()
  const { stdout } = await result
  expect(stdout).toBe(Array.from({ length: 200_000 }, (_, i) => `${i + 1}\n`).join(''))
})

test('what a command printed and nobody came for does not hold up the end of its container', async () => {
  await exec(['seq', '1', '200000'])
  await delay(300)
  await box.runtime.stop(containerId, { timeoutMs: 100, by: 'a test' })
  expect(await box.runtime.execs(containerId)).toEqual([])
})

test('a command is in all of the container: its ids, its processes, its rights, its limits', async () => {
  const script =
    'id -u; ps | grep -c "sleep 1000"; grep -E "CapInh|CapBnd|NoNewPrivs|Seccomp:" /proc/self/status; cat /proc/self/cgroup'
  const { stdout } = await (await collect(await exec(['sh', '-c', script]))).result
  expect(stdout).toMatch(/^1000\n/)
  expect(stdout).toContain('CapInh:\t0000000000000000')
  expect(stdout).toContain('CapBnd:\t00000000a80425fb')
  expect(stdout).toContain('NoNewPrivs:\t1')
  expect(stdout).toContain('Seccomp:\t2')
  expect(stdout).toContain(':memory:/\n')
})

test('the end of a command arrives, also when its input was still under way', async () => {
  for (let round = 0; round < 20; round++) {
    const { client, result } = await collect(
      await exec(['sh', '-c', 'head -c 1 >/dev/null; echo done; exit 4']),
    )
    for (let sent = 0; sent < 20; sent++) client.write(Buffer.alloc(30_000))
    expect(await result).toMatchObject({ stdout: 'done\n', exit: { code: 4 } })
  }
})

test('a missing command is 127, and one that cannot be executed 126', async () => {
  await expect(exec(['nothing'])).rejects.toMatchObject({
    code: 'runtime.exec_failed',
    message: 'nothing: not found in the PATH of the image',
    details: { exitCode: 127 },
  })
  await expect(exec(['/etc/passwd'])).rejects.toMatchObject({ details: { exitCode: 126 } })
})

test('a terminal knows its size, and is replayed to a second viewer', async () => {
  const session = await exec(['sh'], { tty: true, size: { cols: 100, rows: 30 } })
  const first = view(session)
  await first.viewer.write(Buffer.from('stty size; tty=$(readlink /proc/self/fd/0); echo on $tty\n'))
  await first.until('30 100')
  await first.until('on /dev/pts/')
  first.viewer.resize({ cols: 90, rows: 20 })
  const wait = 'until stty size | grep -q "^20"; do sleep 0.05; done'
  await first.viewer.write(Buffer.from(`${wait}; stty size\n`))
  await first.until('20 90')
  first.viewer.close()
  const second = view(session, { cols: 90, rows: 20 })
  await second.until('30 100')
  await second.viewer.write(Buffer.from('exit 0\n'))
  await second.ended
  await expect.poll(() => box.runtime.getExec(containerId, session.id)).toBeUndefined()
})

test('of two viewers the last one to say its size sets it, also when it had that size all along', async () => {
  const session = await exec(['sh'], { tty: true, size: { cols: 100, rows: 30 } })
  const first = view(session)
  await first.until(' ') // a prompt: its own size is known by then
  const second = view(session, { cols: 90, rows: 20 })
  const becomes = async (size: string, mark: string) => {
    const line = `until [ "$(stty size)" = "${size}" ]; do sleep 0.02; done; echo now'-'${mark}\n`
    await second.viewer.write(Buffer.from(line))
    await second.until(`now-${mark}`)
  }
  await becomes('20 90', 'small')
  first.viewer.resize({ cols: 100, rows: 30 })
  await becomes('30 100', 'large')
  await second.viewer.write(Buffer.from('exit 0\n'))
  await Promise.all([first.ended, second.ended])
})

test('a paused viewer loses nothing', async () => {
  const session = await exec(['sh', '-c', 'sleep 0.3; seq 1 30000'], { tty: true })
  const { viewer, text, ended } = view(session)
  viewer.pause()
  await delay(800)
  viewer.resume()
  await ended
  expect(text().trim().split('\r\n')).toEqual(Array.from({ length: 30_000 }, (_, i) => String(i + 1)))
})

test('sessions are listed while they live, and killed', async () => {
  const session = await exec(['sleep', '1000'])
  expect(await box.runtime.execs(containerId)).toEqual([session])
  await box.runtime.killExec(containerId, session.id)
  expect(await box.runtime.execs(containerId)).toEqual([])
})

function exec(argv: string[], more: Partial<ExecRequest> = {}): Promise<ExecSession> {
  return box.runtime.exec({ containerId, argv, env: {}, tty: false, ...more })
}

async function collect(session: ExecSession) {
  let stdout = ''
  let stderr = ''
  let done: (exit: SessionExit | undefined) => void
  const ended = new Promise<SessionExit | undefined>((resolve) => {
    done = resolve
  })
  const client = await attachClient(session.socket, {
    onStdout: (data) => {
      stdout += data.toString()
    },
    onStderr: (data) => {
      stderr += data.toString()
    },
    onEnd: (exit) => done(exit),
  })
  return { client, result: ended.then((exit) => ({ stdout, stderr, exit })) }
}

function view(session: ExecSession, size = { cols: 100, rows: 30 }) {
  const viewer = openViewer(box.runtime.attachCommand(session), size)
  const chunks: Buffer[] = []
  const text = () => Buffer.concat(chunks).toString()
  const news = new EventTarget()
  viewer.onData((data) => {
    chunks.push(Buffer.from(data))
    news.dispatchEvent(new Event('data'))
  })
  const ended = new Promise<void>((resolve) => viewer.onEnd(() => resolve()))
  const until = async (wanted: string) => {
    while (!text().includes(wanted)) await once(news, 'data')
  }
  return { viewer, text, ended, until }
}
