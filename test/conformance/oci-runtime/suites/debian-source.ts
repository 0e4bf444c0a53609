import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Fetches the original source of a Debian package into `folder`, by apt with a list of its own, and checks its hash.
 * Resolves with the path of the archive.
 */
export async function fetchDebianSource(
  folder: string,
  { name, suite, archive }: { readonly name: string; readonly suite: string; readonly archive: RegExp },
): Promise<string> {
  await mkdir(join(folder, 'lists/partial'), { recursive: true })
  await writeFile(join(folder, 'sources.list'), `deb-src http://deb.debian.org/debian ${suite} main\n`)
  const own = [
    ['Dir::Etc::sourcelist', join(folder, 'sources.list')],
    ['Dir::Etc::sourceparts', '/dev/null'],
    ['Dir::State::lists', join(folder, 'lists')],
  ].flatMap(([key, value]) => ['-o', `${key}=${value}`])
  await run('apt-get', [...own, 'update', '-q'])
  const { stdout } = await run('apt-get', [...own, 'source', '--print-uris', name])
  const line = stdout.split('\n').find((text) => archive.test(text.split(' ')[1] ?? ''))
  const [uri, file, , hash] = line?.split(' ') ?? []
  if (uri === undefined || file === undefined || hash === undefined) {
    throw new Error(`${suite} has no source of ${name} that matches ${archive}`)
  }
  const target = join(folder, file)
  await run('/usr/lib/apt/apt-helper', [...own, 'download-file', uri.replaceAll("'", ''), target, hash])
  return target
}
