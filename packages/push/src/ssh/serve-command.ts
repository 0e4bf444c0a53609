import type { Duplex } from 'node:stream'
import { advertiseRefs } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import type { Pusher } from '../ports.ts'
import { receivePush } from '../receive/receive-push.ts'
import { giveObjects } from '../serve/give-objects.ts'
import { readRefs } from '../serve/read-refs.ts'
import type { GitCommand } from './git-command.ts'

/** One program of git over one channel; returns its code. Error: git.not_found. */
export async function serveCommand(
  deps: PushDeps,
  asked: {
    readonly channel: Duplex
    readonly command: GitCommand
    readonly protocol: string | undefined
    readonly pusher: Pusher
    /** whether it still may. Errors: auth.* */
    readonly checkRight: () => Promise<void>
  },
): Promise<number> {
  const { channel, command, pusher, checkRight } = asked
  if (command.service === 'git-upload-pack') return upload(deps, asked)
  channel.write(advertiseRefs(await readRefs(deps.db, pusher.tenant.id, command.app)))
  const write = (bytes: Buffer) => {
    if (!channel.destroyed && !channel.writableEnded) channel.write(bytes)
  }
  await receivePush(deps, { pusher, checkRight, app: command.app, input: channel, write })
  return 0
}

async function upload(
  deps: PushDeps,
  { channel, command, protocol, pusher }: Parameters<typeof serveCommand>[1],
): Promise<number> {
  const gone = new AbortController()
  channel.once('close', () => gone.abort())
  const { code } = await giveObjects(deps, {
    ...{ pusher, app: command.app, protocol, input: channel, output: channel },
    ...{ way: 'conversation', signal: gone.signal },
  })
  return code ?? 1
}
