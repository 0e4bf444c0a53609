import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fetchRemote } from '@berth/git'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSshServer } from '../build/support/ssh-server.ts'

const BYTES = { maxBytes: 64 * 1024 ** 2, timeoutMs: 240_000 }
const HOST = '127.0.0.1'

let folder: string
let server: Awaited<ReturnType<typeof startSshServer>>
const place = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-slow-'))
  execFileSync('git', ['init', '-q', '-b', 'main', place('code')])
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.test']
  execFileSync('git', ['-C', place('code'), ...who, 'commit', '-q', '--allow-empty', '-m', 'one'])
  // the name that is asked for is that of a plan, which says what each call does, one line for each
  const program = `#!/bin/sh
plan=${folder}/$(basename "$SSH_ORIGINAL_COMMAND" "'")
line=$(head -n 1 $plan)
sed -i 1d $plan
echo $$ >> ${place('pids')}
case "$line" in hang) exec sleep 1000 ;; *) exec git upload-pack ${place('code')} ;; esac
`
  await writeFile(place('program'), program, { mode: 0o755 })
  server = await startSshServer(place('sshd'), HOST, place('program'))
})

afterAll(async () => {
  await server.close()
  for (const pid of (await readFile(place('pids'), 'utf8')).split('\n').filter(Boolean)) end(Number(pid))
  await rm(folder, { recursive: true, force: true })
})

/** One that hangs does not hear that its client went. */
function end(pid: number): void {
  try {
    process.kill(pid)
  } catch {
    // it has ended
  }
}

async function fetchWith(plan: readonly string[], limits: { listMs?: number; stallMs?: number }) {
  const into = await mkdtemp(place('into-'))
  await writeFile(`${into}.plan`, `${plan.join('\n')}\n`)
  const access = { locate: async () => HOST, privateKey: server.key, hostKeys: '' }
  const wanted = { url: `ssh://root@${HOST}:${server.port}/${path.basename(into)}.plan`, branch: null }
  return fetchRemote(into, wanted, access, { ...BYTES, ...limits })
}

test('a server that lists its branches and then sends nothing is given up long before the time is over', async () => {
  await expect(fetchWith(['list', 'hang'], { stallMs: 1000 })).rejects.toMatchObject({
    ...{ code: 'git.remote_failed', message: expect.stringContaining('too long') },
  })
}, 120_000)

test('one that does not even list them is given up sooner', async () => {
  await expect(fetchWith(['hang'], { listMs: 2000 })).rejects.toMatchObject({
    ...{ code: 'git.remote_failed', message: expect.stringContaining('too long') },
  })
}, 120_000)

test('one that answers is fetched from', async () => {
  const { branch } = await fetchWith(['list', 'send'], {})
  expect(branch).toBe('main')
}, 120_000)
