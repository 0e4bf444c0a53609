import { join } from 'node:path'
import { runCommandLine } from './command-line.ts'
import { readEnv } from './env.ts'

process.umask(0o022)
void runCommandLine(process.argv.slice(2), {
  env: readEnv(),
  init: join(import.meta.dirname, '../../../packages/runtime/native/build/berth-init'),
  now: () => new Date(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code
})
