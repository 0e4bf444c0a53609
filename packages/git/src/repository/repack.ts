import { mkdtemp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { gitFailed, startGit } from '../program/git-program.ts'

/**
 * All that `tips` need, as one pack beside the repository: `use` gets its stem (`.pack`, `.idx`), or undefined when
 * there is nothing.
 */
export async function packAll<T>(
  repository: string,
  tips: readonly string[],
  use: (stem: string | undefined) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(repository, 'objects/incoming-'))
  try {
    const args = ['pack-objects', '--revs', '--delta-base-offset', '-q', path.join(folder, 'pack')]
    const git = startGit(args, { repository })
    git.child.stdout.resume()
    git.child.stdin.end(tips.map((tip) => `${tip}\n`).join(''))
    const end = await git.ended
    if (end.code !== 0) throw gitFailed('pack-objects', end)
    const name = (await readdir(folder)).find((entry) => entry.endsWith('.pack'))
    return await use(name && path.join(folder, name.slice(0, -'.pack'.length)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
