import type { Duplex } from 'node:stream'
import { advertiseRefs, uploadPack } from '@berth/git'
import type { PushDeps } from '../deps.ts'
import type { Pusher } from '../ports.ts'
import { receivePush } from '../receive/receive-push.ts'
import { findAppId } from '../serve/find-app.ts'
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
  },
): Promise<number> {
  const { channel, command, pusher } = asked
  if (command.service === 'git-upload-pack') return upload(deps, asked)
  channel.write(advertiseRefs(await readRefs(deps.db, pusher.tenant.id, command.app)))
  const write = (bytes: Buffer) => {
    if (!channel.destroyed && !channel.writableEnded) channel.write(bytes)
  }
  await receivePush(deps, { pusher, app: command.app, input: channel, write })
  return 0
}

async function upload(
  deps: PushDeps,
  { channel, command, protocol, pusher }: Parameters<typeof serveCommand>[1],
): Promise<number> {
  const appId = await findAppId(deps.db, pusher.tenant.id, command.app)
  const { folder } = await deps.repositories.open(appId)
  const gone = new AbortController()
  channel.once('close', () => gone.abort())
  const { code } = await uploadPack({
    ...{ repository: folder, protocol, input: channel, output: channel },
    ...{ way: 'conversation', signal: gone.signal },
  })
  return code ?? 1
}
