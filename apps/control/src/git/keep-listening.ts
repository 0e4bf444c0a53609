import type { Logger } from '@berth/log'
import type { GitService } from '@berth/push'

const AGAIN_MS = 10_000

/**
 * Listens for git over SSH. Where the port is taken, by another control process or platform of this machine, it is
 * tried again and again: whoever is left takes over.
 */
export function keepListening(
  git: Pick<GitService, 'listenSsh'>,
  where: { readonly port: number; readonly address: string; readonly seed: Uint8Array },
  log: Logger,
): { stop(): void } {
  let stopped = false
  let told = false
  let timer: NodeJS.Timeout | undefined
  let server: { close(): void } | undefined
  const attempt = async () => {
    try {
      server = await git.listenSsh(where)
      if (stopped) server.close()
      log.info({ port: where.port }, 'git over SSH is up')
    } catch (err) {
      if (!told) log.warn({ err, port: where.port }, 'git over SSH cannot listen: trying again')
      told = true
      if (!stopped) timer = setTimeout(() => void attempt(), AGAIN_MS)
    }
  }
  if (where.port !== 0) void attempt()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
      server?.close()
    },
  }
}
