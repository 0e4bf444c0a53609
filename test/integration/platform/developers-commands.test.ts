import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test.each(['runner', 'bench'])(
  'the command of test/%s has a help, also where there is no terminal',
  (folder) => {
    const { status, stdout, stderr } = run(folder, ['--help'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: berth (test|bench) \[/)
  },
)

test.each([
  ['runner', ['--what'], "berth: unknown option '--what': see --help\n"],
  [
    'runner',
    ['what'],
    'berth: there is no suite "what": choose one of unit, conformance, integration, e2e\n',
  ],
  ['bench', ['--what'], "berth: unknown option '--what': see --help\n"],
  ['bench', ['--json'], "berth: option '--json <value>' argument missing: see --help\n"],
  [
    'bench',
    ['deploy', 'what'],
    'berth: there is no bench "what": choose one of platform, deploy, wake, sandboxes, runtime, density, images, build, registry\n',
  ],
])('test/%s with %j runs nothing and says in one line why', (folder, args, said) => {
  expect(run(folder, args)).toMatchObject({ status: 2, stdout: '', stderr: said })
})

function run(folder: string, args: readonly string[]) {
  const entry = new URL(`../../${folder}/main.ts`, import.meta.url).pathname
  return spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8', env: {} })
}
