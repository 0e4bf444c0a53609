import { expect, test } from 'vitest'
import { atTerminal } from './at-terminal.ts'
import { tracesOf } from './host-traces.ts'
import { runAway } from './run-program.ts'
import { testBox } from './test-box.ts'

const box = testBox('terminal')
const { id, berth } = box

test('the program has a terminal as large as that of its caller, and ends as it does', async () => {
  await configure('tty; stty size; test -t 0 && exit 7')
  const said = await atTerminal(`stty rows 33 cols 111; ${run()}`)
  expect(said).toMatchObject({ code: 7, stdout: '/dev/pts/0\r\n33 111\r\n' })
  expect(tracesOf(id, box.runtime.root)).toEqual([])
})

test('a window that changes its size changes that of the program', async () => {
  await configure('until [ "$(stty size)" = "40 120" ]; do sleep 0.05; done; echo seen')
  const said = await atTerminal(`(sleep 0.5; stty rows 40 cols 120 </dev/tty) & ${run()}`)
  expect(said.stdout).toContain('seen')
})

test('what is typed reaches the program raw, and what was the terminal before it is after it', async () => {
  await configure('trap "echo caught; exit 5" INT; echo go; while :; do sleep 0.05; done')
  const line = `before=$(stty -g); ${run()}; echo code $?; [ "$(stty -g)" = "$before" ] && echo restored`
  const said = await atTerminal(line, { when: 'go', type: '\u0003' })
  expect(said.stdout).toContain('caught\r\ncode 5\r\nrestored')
})

test('signals of the caller go to the program', async () => {
  await configure('trap "echo told; exit 6" TERM; while :; do sleep 0.05; done')
  const said = await atTerminal(`timeout --foreground --preserve-status 1 ${run()}`)
  expect(said).toMatchObject({ code: 6, stdout: 'told\r\n' })
})

test('a program that cannot be started gives the terminal back', async () => {
  await configure('true', ['nosuch'])
  const said = await atTerminal(`before=$(stty -g); ${run()}; [ "$(stty -g)" = "$before" ] && echo restored`)
  expect(said.stdout).toContain('restored')
})

test('exec has a terminal of its own', async () => {
  await configure('sleep 1000', undefined, false)
  await runAway(box.runtime.command, ['create', '--bundle', box.bundle.path, id])
  await berth('start', id)
  const said = await atTerminal(
    `stty rows 21 cols 77; ${box.runtime.command} exec -t ${id} sh -c 'stty size; exit 4'`,
  )
  expect(said).toMatchObject({ code: 4, stdout: '21 77\r\n' })
})

test('in the background a terminal needs somebody who takes it', async () => {
  await configure('true')
  const refused = await berth('create', '--bundle', box.bundle.path, id)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('--console-socket')
  expect(tracesOf(id, box.runtime.root)).toEqual([])
})

const run = () => `${box.runtime.command} run --bundle ${box.bundle.path} ${id}`

function configure(script: string, args = ['sh', '-c', script], terminal = true): Promise<void> {
  const process = { user: { uid: 0, gid: 0 }, cwd: '/', env: ['PATH=/bin'], args, terminal }
  return box.bundle.configure(args, { process, mounts: MOUNTS })
}

const MOUNTS = [
  { destination: '/proc', type: 'proc', source: 'proc' },
  { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
  { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['newinstance', 'ptmxmode=0666'] },
]
