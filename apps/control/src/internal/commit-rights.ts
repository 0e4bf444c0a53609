import type { Db } from '@berth/db'
import type { controlToAgent, RequestOf, Ticket } from '@berth/protocol'
import type { MintCommitToken, MintPullToken } from '@berth/registry'

/** What a node is given for one commit, and no more. */
export type CommitRights = {
  readonly signPull: MintPullToken
  readonly signCommit: MintCommitToken
  /** where the registry answers */
  readonly registryUrl: string
}

type Given = Pick<RequestOf<typeof controlToAgent, 'image.commit'>, 'base' | 'target'>

/** The release says which image is read: the node has no word in it. */
export async function commitRights(
  { db, commits }: { db: Db; commits: CommitRights },
  releaseId: string,
  ticket: Extract<Ticket, { act: 'commit' }>,
): Promise<Given> {
  const { repository: from, digest } = await db.release.findUniqueOrThrow({
    where: { id: releaseId },
    select: { repository: true, digest: true },
  })
  const { repository, tag, subject } = ticket
  const [pull, push] = await Promise.all([
    commits.signPull(from),
    commits.signCommit(subject, { to: repository, from }),
  ])
  return {
    base: { repository: from, digest, token: pull },
    target: { url: commits.registryUrl, repository, tag, token: push },
  }
}
