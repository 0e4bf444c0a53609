import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** `said` is all that git printed. */
export type GitOutcome = { readonly code: number; readonly said: string }

export type GitFolder = {
  git(...args: string[]): Promise<GitOutcome>
  /** the same; `heard` gets what is printed as it comes */
  hear(heard: (text: string) => void, ...args: string[]): Promise<GitOutcome>
  /** writes the files, and commits them on `main` */
  commit(files: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

/** A developer's clone, with the real git and nothing of the machine's configuration. */
export async function gitFolder(name: string): Promise<GitFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-clone-'))
  const git = (...args: string[]) => run(folder, name, args)
  const done = async (...args: string[]) => {
    const { code, said } = await git(...args)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${said}`)
  }
  await done('init', '-q', '-b', 'main')
  return {
    git,
    hear: (heard, ...args) => run(folder, name, args, heard),
    async commit(files) {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
        await writeFile(path.join(folder, file), text)
      }
      await done('add', '-A')
      await done('commit', '-q', '-m', 'a change')
    },
    close: () => rm(folder, { recursive: true }),
  }
}

function run(
  folder: string,
  name: string,
  args: readonly string[],
  heard: (text: string) => void = () => undefined,
): Promise<GitOutcome> {
  const names = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, name],
    [`GIT_${role}_EMAIL`, `${name}@acme.test`],
  ])
  const env = {
    ...{ PATH: '/usr/bin:/bin', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    ...Object.fromEntries(names),
  }
  return new Promise((resolve) => {
    const child = execFile('git', [...args], { cwd: folder, env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
      resolve({ code, said: out + err })
    })
    child.stderr?.on('data', heard)
  })
}
