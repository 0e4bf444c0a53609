import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchDebianSource } from './debian-source.ts'
import { runProgram } from '../run-program.ts'

const CACHE = '/var/cache/berth/crun-tests-1.8.1'

/** crun's own tests, from Debian's source of it, with the program that they run inside. Resolves with their folder. */
export async function buildCrunTests(): Promise<string> {
  const done = join(CACHE, 'done')
  if (await isThere(join(done, 'tests/init'))) return done
  await rm(CACHE, { recursive: true, force: true })
  const draft = join(CACHE, 'draft')
  await mkdir(draft, { recursive: true })
  const archive = await fetchDebianSource(CACHE, {
    name: 'crun',
    suite: 'bookworm',
    archive: /orig\.tar\.xz$/,
  })
  await must('tar', '-xf', archive, '-C', draft, '--strip-components=1')
  await writeFile(join(draft, 'config.h'), '')
  const tests = join(draft, 'tests')
  await must(
    'cc',
    '-static',
    '-DHAVE_ERROR_H',
    `-I${draft}`,
    '-o',
    join(tests, 'init'),
    join(tests, 'init.c'),
  )
  await rename(draft, done)
  return done
}

async function must(file: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await runProgram(file, args)
  if (code !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`)
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
