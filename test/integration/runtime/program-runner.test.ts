import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProgramRunner, type ProgramRunner } from '@berth/runtime'
import { eventually } from '../../support/eventually.ts'
import { INIT } from './support/test-runtime.ts'

let programs: ProgramRunner
beforeAll(() => {
  execFileSync('make', ['-s', '-C', new URL('../../../packages/runtime/native', import.meta.url).pathname])
  programs = createProgramRunner({ init: INIT })
})
afterAll(() => programs.close())

test('a program gets its input, and what it writes and how it ends comes back', async () => {
  expect(await programs.run(['cat'], 'hello\n')).toEqual({ code: 0, output: 'hello\n', errors: '' })
  expect(await programs.run(['ls', '/nowhere'])).toMatchObject({ code: 2, output: '' })
  expect(await programs.run(['sh', '-c', 'kill -9 $$'])).toMatchObject({ code: 137 })
})

test('a program that is not there says so', async () => {
  const { code, errors } = await programs.run(['no-such-program'])
  expect(code).toBe(127)
  expect(errors).toContain('no-such-program: No such file or directory')
})

test('more programs than run at once wait for their turn, each with its own answer', async () => {
  const numbers = Array.from({ length: 100 }, (_, i) => String(i))
  const results = await Promise.all(numbers.map((number) => programs.run(['cat'], number)))
  expect(results.map(({ output }) => output)).toEqual(numbers)
})

test('much input and output goes through whole', async () => {
  const text = 'x'.repeat(3_000_000)
  expect((await programs.run(['cat'], text)).output).toBe(text)
})

test('what was under way when it is killed fails, and the next program runs', async () => {
  const slow = programs.run(['sh', '-c', 'echo $PPID; sleep 0.5'])
  const failed = expect(slow).rejects.toThrow('has ended')
  const [pid = 0] = await findRunner()
  process.kill(pid, 'SIGKILL')
  await failed
  await eventually(async () => !(await findRunner()).includes(pid))
  expect(await programs.run(['cat'], 'again')).toMatchObject({ output: 'again' })
})

/** Children of this process that run programs. */
async function findRunner(): Promise<number[]> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')
  const pids = children.split(' ').filter(Boolean).map(Number)
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.filter((_, i) => lines[i]?.startsWith('berth-init\0programs'))
}
