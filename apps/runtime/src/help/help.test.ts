import { expect, test } from 'vitest'
import { runCommandLine } from '../command-line.ts'
import { COMMAND_HELP } from './commands.ts'

const README_COMMANDS =
  'create start run state kill delete exec list ps events pause resume update spec features'

test('every command is in the help, with one sentence', async () => {
  expect(Object.keys(COMMAND_HELP).sort()).toEqual(README_COMMANDS.split(' ').sort())
  const { code, said } = await run('--help')
  expect(code).toBe(0)
  for (const name of README_COMMANDS.split(' '))
    expect(said).toMatch(new RegExp(`^  ${name} +[A-Z].+\\.$`, 'm'))
})

test.each(README_COMMANDS.split(' '))('%s --help names each of its options', async (name) => {
  const { code, said } = await run(name, '--help')
  expect(code).toBe(0)
  expect(said).toContain(`berth-runtime ${name}`)
  for (const option of Object.keys(COMMAND_HELP[name]?.table ?? {})) {
    expect(said).toMatch(new RegExp(`^ {2}(-\\w, | {4})--${option}( \\S+)? +\\S`, 'm'))
  }
})

test('help stands behind options as well, but what a program is given is its own', async () => {
  expect((await run('create', '--bundle', '/x', '-h')).said).toContain('Makes a container')
  expect((await run('help', 'kill')).said).toContain('Sends a signal')
  expect((await run('exec', 'nosuch', 'ls', '--help')).code).toBe(1)
})

test('a command that does not exist is refused', async () => {
  expect(await run('dance', '--help')).toEqual({
    code: 1,
    said: 'unknown command "dance": see berth-runtime --help\n',
  })
})

test('the version says which specification is meant', async () => {
  expect((await run('--version')).said).toMatch(/^berth-runtime version \d+\.\d+\.\d+\nspec: 1\.\d+\.\d+\n$/)
})

async function run(...argv: string[]) {
  let said = ''
  const say = (text: string) => {
    said += text
  }
  const env = { inherited: 0, listening: 0, all: {} }
  const code = await runCommandLine(['--root', '/nosuch', ...argv], {
    env,
    init: '/nosuch',
    now: () => new Date(0),
    stdout: say,
    stderr: say,
  })
  return { code, said }
}
