import { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import { gitFailed, runGit, startGit } from '../program/git-program.ts'

type Objects = {
  readonly repository: string
  readonly env?: Readonly<Record<string, string>>
  readonly user?: number
}

/** The files of a commit as a tar stream, by git-archive(1): symlinks are kept, `export-ignore` holds. Error: git.too_large. */
export function archiveCommit(
  objects: Objects,
  commit: string,
  limits: { readonly maxBytes: number; readonly signal?: AbortSignal },
): Readable {
  return Readable.from(bounded(objects, commit, limits), { objectMode: false })
}

/** Git is started when the first bytes are asked for: what a program wrote before anybody reads is lost when it ends. */
async function* bounded(
  objects: Objects,
  commit: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal },
): AsyncIterable<Buffer> {
  const git = startGit(['archive', '--format=tar', commit], { ...objects, signal })
  git.child.stdin.end()
  let size = 0
  try {
    for await (const chunk of git.child.stdout as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes)
        throw new BerthError(
          'git.too_large',
          `the files of this commit are larger than ${Math.floor(maxBytes / 1024 ** 2)} MiB: leave out what is not needed to build, with export-ignore in .gitattributes`,
        )
      yield chunk
    }
    const end = await git.ended
    if (end.code !== 0 || size === 0) throw gitFailed('archive', end)
  } finally {
    git.child.kill('SIGKILL')
  }
}

/** Whether `<commit>:<path>` is a folder. */
export async function hasFolder(objects: Objects, tree: string): Promise<boolean> {
  const git = startGit(['cat-file', '-t', tree], objects)
  git.child.stdin.end()
  let kind = ''
  git.child.stdout.setEncoding('utf8')
  git.child.stdout.on('data', (text: string) => {
    kind += text
  })
  const { code } = await git.ended
  return code === 0 && kind.trim() === 'tree'
}

export type CommitFacts = {
  readonly subject: string
  readonly author: string
  /** seconds since 1970 */
  readonly at: number
  /** paths of submodules, whose files are not in the archive */
  readonly submodules: readonly string[]
}

export async function readCommit(objects: Objects, commit: string): Promise<CommitFacts> {
  const shown = await runGit(['show', '--no-patch', '--format=%ct%n%an%n%s', commit], objects)
  const [at = '0', author = '', subject = ''] = shown.split('\n')
  return {
    at: Number(at),
    author: author.slice(0, 200),
    subject: subject.slice(0, 200),
    submodules: await submodulesOf(objects, commit),
  }
}

const SUBMODULES_SHOWN = 20

async function submodulesOf(objects: Objects, commit: string): Promise<string[]> {
  const listed = await runGit(['ls-tree', '--', commit, '.gitmodules'], objects)
  if (listed === '') return []
  const entries = await runGit(['ls-tree', '-r', '-z', '--full-tree', commit], objects)
  return entries
    .split('\0')
    .flatMap((entry) => /^160000 commit [0-9a-f]+\t(.*)$/s.exec(entry)?.[1] ?? [])
    .slice(0, SUBMODULES_SHOWN)
}
