import { enableCompileCache } from 'node:module'
import { readEnv } from './env.ts'

// half of the time of a command would be compiling this program
enableCompileCache(new URL('compiled', import.meta.url).pathname)
const { runCommandLine } = await import('./command-line.ts')

process.umask(0o022)
process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: readEnv(),
  init: new URL('../../../packages/runtime/native/build/berth-init', import.meta.url).pathname,
  now: () => new Date(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
})
