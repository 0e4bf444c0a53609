import type { Readable, Writable } from 'node:stream'
import { startGit, type GitEnd } from '../program/git-program.ts'

export type UploadPack = {
  readonly repository: string
  /** the client's GIT_PROTOCOL */
  readonly protocol: string | undefined
  readonly input: Readable | undefined
  readonly output: Writable
  /** HTTP: `advertise` answers the first request, `answer` each later one; SSH: one conversation */
  readonly way: 'advertise' | 'answer' | 'conversation'
  readonly signal: AbortSignal
  /** called just before anything is written to `output` */
  readonly begin?: () => void
}

const ARGUMENTS = {
  advertise: ['upload-pack', '--strict', '--stateless-rpc', '--advertise-refs'],
  answer: ['upload-pack', '--strict', '--stateless-rpc'],
  conversation: ['upload-pack', '--strict', '--timeout=600'],
} as const

/** Gives what is here to a clone or fetch; ends when all is said. `output` is not ended. */
export async function uploadPack(options: UploadPack): Promise<GitEnd> {
  const { repository, protocol, input, output, way, signal } = options
  options.begin?.()
  const git = startGit([...ARGUMENTS[way], repository], {
    signal,
    env: { ...(protocol !== undefined && /^version=[0-2]$/.test(protocol) && { GIT_PROTOCOL: protocol }) },
  })
  if (input) input.pipe(git.child.stdin)
  else git.child.stdin.end()
  git.child.stdout.pipe(output, { end: false })
  try {
    return await git.ended
  } finally {
    input?.unpipe(git.child.stdin)
    git.child.stdout.unpipe(output)
  }
}
