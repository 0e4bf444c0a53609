import { describe, expect, test, vi } from 'vitest'
import { withoutVainHelp } from './arguments/vain-help.ts'
import { createProgram, type Program } from './program.ts'

/** As from the shell, but quiet: each command has its own output. */
async function parse(line: string): Promise<unknown> {
  const program = createProgram()
  for (const command of allCommands(program)) command.configureOutput({ writeErr: () => undefined })
  return await program.parseAsync(withoutVainHelp(program, line.split(' ')), { from: 'user' })
}

describe('a command that was written wrongly says how it is written', () => {
  test.each([
    ['env hello set lower-case=1', /"lower-case" is no name of a variable: use letters, digits and _/],
    ['env hello set', /nothing to set: berth env hello \[set KEY=VALUE… \| unset KEY…\]/],
    ['env hello add A=1', /env cannot "add": berth env hello \[set KEY=VALUE… \| unset KEY…\]/],
    ['scale hello 2', /say of which process: web=2/],
    [
      'exec hello',
      /exec needs a command, as in berth exec hello -- ls -l; for a shell: berth exec hello -it/,
    ],
    ['rollback hello old', /"old" is no release: see berth releases hello/],
    ['tokens create --name ci --scope all', /there is no scope "all": choose of tenant:read, /],
    ['cp here there', /one side is an app, as in berth cp shop:\/etc\/hosts \. or berth cp site shop:\/srv/],
    ['cp hello: there', /hello: names no path: write it as hello:\/path/],
    ['deploy a --image b --env NOEQUALS', /--env "NOEQUALS" is not KEY=VALUE: write it as LOG_LEVEL=debug/],
    ['deploy a --image b --ulimit foo=3', /--ulimit foo=3: there is no limit "foo", choose of nofile/],
    ['deploy a --image b --stop-signal FOO', /--stop-signal FOO: choose of SIGTERM, SIGINT/],
    ['deploy a --image b --health-path x', /--health-path x: begin it with \/ and use ASCII/],
    ['deploy a --image b --health-path /x --no-health', /say one of --health-path, --health-cmd and/],
    ['processes hello set worker', /say what is to be set of worker: --port, --health-path/],
    ['processes hello set', /berth processes hello \[set NAME --port N/],
    ['processes hello set web --memory 64M --no-limits', /say limits, or --no-limits/],
    ['tokens create --name ci --scope app:read --expires 500d', /--expires 500d: write 1d to 366d, as 30d/],
    [
      'mirrors add other',
      /say where it is with --url https:\/\/…; without it these are known: hub, ghcr, quay, k8s/,
    ],
    ['mirrors add hub --ttl soon', /--ttl soon: write 30s, 10m or 2h/],
    ['logs hello --since yesterday', /"yesterday" is no time/],
    ['wait hello --for long', /--for long: choose of ended, exit, running/],
    ['wait hello --timeout 10', /--timeout 10 is no time: write 30s, 10m or 2h/],
    ['run hello', /run needs a command, as in berth run hello -- ls -l/],
    ['run hello -d -it -- sh', /what is detached has nobody at its terminal/],
    ['jobs hello logs', /write berth jobs hello, berth jobs hello logs ID or/],
    ['cron hello add nightly', /add NAME --schedule/],
    ['rm hello -f', /there is no command "rm": berth destroy APP/],
    ['images describe hello', /nothing to write: berth images describe hello --text/],
    ['login nowhere', /"nowhere" is no address: begin it with http:/],
    ['login localhost:7070', /"localhost:7070" is no address: begin it with http:/],
  ])('berth %s', async (line, message) => {
    await expect(parse(line)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    [
      'logs hello --tail many',
      /option '--tail <lines>' argument 'many' is invalid. write a whole number from 0 to 100000, as 100/,
    ],
    ['scale hello', /missing required argument/],
    ['dploy', /unknown command 'dploy'\n\(Did you mean deploy\?\)/],
    ['storage --help', /unknown command 'storage'/],
    [
      'nodes prefetch x',
      /unknown command 'nodes prefetch': choose of info, images, prune; or berth images prefetch/,
    ],
    ['nodes prefetch --help', /unknown command 'nodes prefetch'/],
    ['nodes info a b', /too many arguments/],
    [
      'images build ubuntu',
      /'ubuntu' is invalid for argument 'name'. Allowed choices are busybox, welcome, debian:12/,
    ],
    [
      'deploy a --image b --memory 64',
      /'--memory <size>' argument '64' is invalid. that is 64 B: write a size/,
    ],
    [
      'deploy a --image b --port 99999',
      /'--port <number>' argument '99999' is invalid. write a whole number/,
    ],
    [
      'deploy a --image b --cpu 0',
      /'--cpu <cores>' argument '0' is invalid. write a number from 0.01 to 1024/,
    ],
    ['limits a --pids 0', /'--pids <number>' argument '0' is invalid. write a whole number from 1 to 4096/],
    ['up --port 0', /'--port <number>' argument '0' is invalid. write a whole number from 1 to 65535/],
  ])('berth %s', async (line, message) => {
    await expect(parse(line)).rejects.toMatchObject({
      name: 'CommanderError',
      message: expect.stringMatching(message),
    })
  })
})

describe('what asks a question names the option for where nobody can be asked', () => {
  vi.stubEnv('BERTH_URL', 'http://localhost:1')
  vi.stubEnv('BERTH_TOKEN', 'none')
  test.each([
    ['login http://localhost:1', /no terminal to ask on: pipe the token in and say --token-stdin/],
    ['destroy hello --tenant acme', /no terminal to ask on: confirm with --yes/],
    ['exec hello -it', /the input is no terminal: leave -t out/],
  ])('berth %s', async (line, message) => {
    await expect(parse(line)).rejects.toThrow(message)
  })
})

test('the help of tokens create lists the scopes and the default', () => {
  const help = commandOf('tokens', 'create').helpInformation()
  for (const word of ['app:deploy', 'registry:push', 'platform:admin', '30d']) expect(help).toContain(word)
})

test('what is not there yet is not shown', () => {
  expect(createProgram().helpInformation()).not.toMatch(/^  (rm|ls)\b/m)
})

test('no help shows a value that means nothing', () => {
  for (const command of allCommands(createProgram())) expect(command.helpInformation()).not.toContain('[]')
})

test.each(['deploy --help', 'images inspect --help', 'nodes --help', 'help', 'help nodes', '--help', '-h'])(
  'berth %s shows help',
  async (line) => {
    const program = createProgram()
    expect(withoutVainHelp(program, line.split(' '))).toEqual(line.split(' '))
  },
)

function commandOf(...names: readonly string[]): Program {
  return names.reduce<Program>((parent, name) => {
    const found = parent.commands.find((command) => command.name() === name)
    if (!found) throw new Error(`there is no command ${name}`)
    return found
  }, createProgram())
}

function allCommands(parent: Program): Program[] {
  return [parent, ...parent.commands.flatMap(allCommands)]
}
