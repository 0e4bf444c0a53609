import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { quarantineEnvironment } from '../program/git-environment.ts'
import { feed, type GitEnd, gitFailed, startGit } from '../program/git-program.ts'

/** Objects that were pushed and not accepted yet. Nothing outside of it sees them. */
export type Quarantine = {
  readonly env: Readonly<Record<string, string>>
  /** Takes in a pack, and checks every object. `undefined`: it brought none. Errors: git.too_large, git.objects_refused. */
  receive(
    content: AsyncIterable<Uint8Array>,
    limits: { readonly maxBytes: number },
  ): Promise<ReceivedPack | undefined>
  discard(): Promise<void>
}

/** `stem` + `.pack` and `.idx` */
export type ReceivedPack = { readonly stem: string; readonly size: number }

/** Old tools wrote these, and much that is public holds them; git's own servers take them too. */
const TOLERATED = ['badTimezone', 'missingSpaceBeforeDate', 'zeroPaddedFilemode']

export async function openQuarantine(repository: string, signal?: AbortSignal): Promise<Quarantine> {
  const folder = await mkdtemp(path.join(repository, 'objects/incoming-'))
  await mkdir(path.join(folder, 'pack'))
  const env = quarantineEnvironment(repository, folder)
  return {
    env,
    async receive(content, { maxBytes }) {
      const strict = `--strict=${TOLERATED.map((rule) => `${rule}=ignore`).join(',')}`
      const args = ['index-pack', '--stdin', '--fix-thin', strict, `--max-input-size=${maxBytes}`]
      const git = startGit(args, { repository, env, signal })
      git.child.stdout.resume()
      try {
        for await (const chunk of untilEnd(content, git.ended)) if (!(await feed(git, chunk))) break
      } finally {
        git.child.stdin.end() // also when the pusher is gone in the middle: then it ends by itself
      }
      const end = await git.ended
      if (end.code !== 0) throw refusal(end, maxBytes)
      return findPack(path.join(folder, 'pack'))
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Over SSH the stream stays open after the pack: index-pack knows where that ends. */
async function* untilEnd(
  content: AsyncIterable<Uint8Array>,
  ended: Promise<unknown>,
): AsyncIterable<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]()
  const over = ended.then(() => undefined)
  for (;;) {
    const step = await Promise.race([iterator.next(), over])
    if (step === undefined || step.done) return
    yield step.value
  }
}

async function findPack(folder: string): Promise<ReceivedPack | undefined> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.pack'))
  if (name === undefined) return undefined
  const file = path.join(folder, name)
  return { stem: file.slice(0, -'.pack'.length), size: (await stat(file)).size }
}

/** In words for the pusher; what git says of an object names it. */
function refusal(end: GitEnd, maxBytes: number): BerthError {
  const said = end.stderr
    .split('\n')
    .filter((line) => /^(fatal|error): /.test(line))
    .map((line) => line.replace(/^(fatal|error): /, ''))
  const text = said.join('; ').slice(0, 500)
  if (/maximum allowed size/.test(text))
    return new BerthError(
      'git.too_large',
      `this push is larger than ${Math.floor(maxBytes / 1024 ** 2)} MiB, which is what is left of the size of this repository`,
      { details: { maxBytes } },
    )
  if (/did not receive expected object|missing|unresolved delta/.test(text))
    return new BerthError(
      'git.objects_refused',
      `objects are missing (${text}): if your clone is shallow, run git fetch --unshallow and push again`,
    )
  if (end.code === 128 && said.length > 0)
    return new BerthError('git.objects_refused', `the objects were refused: ${text}`)
  return gitFailed('index-pack', end)
}
