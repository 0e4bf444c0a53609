import type { Build, Db, Tx } from '@berth/db'
import type { BuildOutput } from '@berth/protocol'
import { isOver } from '../build-row.ts'
import { lockBuild } from '../locks.ts'
import { hideSecrets, longestSecret } from './hide-secrets.ts'
import { type NodeSession, ownBuild } from './node-session.ts'

/** What is kept of one build's output; beyond it is only counted. */
const KEPT_BYTES = 8 * 1024 ** 2
/** So that many tiny pieces take no more room than that. */
const KEPT_PIECES = 20_000

/** Channel of Postgres on which the ids of builds with new output are called out. */
export const OUTPUT_CHANNEL = 'berth_build_output'

/** Stores a piece of output before it is acknowledged; `stop` when nobody wants the build any more. */
export async function takeOutput(
  deps: { readonly db: Db; readonly secretsOf: (build: Build) => Promise<string[]> },
  session: NodeSession,
  output: BuildOutput,
): Promise<{ stop: boolean }> {
  const values = await deps.secretsOf(await ownBuild(deps.db, session, output.id))
  return deps.db.$transaction(async (tx) => {
    await lockBuild(tx, output.id)
    const build = await ownBuild(tx, session, output.id)
    if (isOver(build) || output.generation !== build.generation) return { stop: true }
    const isNew = output.seq >= build.outputSeq
    if (isNew) await store(tx, build, output, values)
    return { stop: build.cancelReason !== null }
  })
}

async function store(tx: Tx, build: Build, output: BuildOutput, values: readonly string[]): Promise<void> {
  const bytes = hideSecrets(Buffer.from(output.data, 'base64'), values)
  const isKept = Number(build.outputBytes) + bytes.length <= KEPT_BYTES && output.seq < KEPT_PIECES
  if (isKept) {
    const shown = await hideAcross(tx, { build, bytes, values })
    const { id: buildId } = build
    await tx.buildOutput.create({ data: { buildId, seq: output.seq, at: output.at, bytes: shown } })
    await tx.$executeRaw`SELECT pg_notify(${OUTPUT_CHANNEL}, ${build.id})`
  }
  await tx.build.update({
    where: { id: build.id },
    data: {
      outputSeq: output.seq + 1,
      ...(isKept
        ? { outputBytes: { increment: bytes.length } }
        : { outputLost: { increment: bytes.length } }),
    },
  })
}

/** A value may begin at the end of the piece before: then the end of that one is hidden, too. */
async function hideAcross(
  tx: Tx,
  { build, bytes, values }: { build: Build; bytes: Buffer; values: readonly string[] },
): Promise<Uint8Array<ArrayBuffer>> {
  const longest = longestSecret(values)
  const before =
    longest === 0
      ? null
      : await tx.buildOutput.findFirst({
          where: { buildId: build.id, seq: { lt: build.outputSeq } },
          orderBy: { seq: 'desc' },
        })
  if (!before) return new Uint8Array(bytes)
  const tail = before.bytes.subarray(-longest)
  const both = hideSecrets(Buffer.concat([tail, bytes]), values)
  const hiddenTail = both.subarray(0, tail.length)
  if (!hiddenTail.equals(tail)) {
    const head = before.bytes.subarray(0, before.bytes.length - tail.length)
    const { buildId, seq } = before
    await tx.buildOutput.update({
      where: { buildId_seq: { buildId, seq } },
      data: { bytes: new Uint8Array(Buffer.concat([head, hiddenTail])) },
    })
  }
  return new Uint8Array(both.subarray(tail.length))
}
