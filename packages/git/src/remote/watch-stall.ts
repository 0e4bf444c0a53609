import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** as `http.lowSpeedLimit` has it, which git has for https alone */
const LEAST_BYTES_PER_SECOND = 1000

/**
 * Looks at what comes over ssh into a repository's packs, and tells when it is next to nothing, until the server is
 * done: what git then does with it takes as long as it takes. Returns how to stop.
 */
export function watchStall(options: {
  /** a bare repository */
  readonly folder: string
  /** a file that is there when the server is done */
  readonly sshEnded: string
  readonly everyMs: number
  readonly onStall: () => void
}): () => void {
  const { folder, sshEnded, everyMs, onStall } = options
  const least = (LEAST_BYTES_PER_SECOND * everyMs) / 1000
  let before = 0
  const look = async () => {
    const now = await packedBytes(path.join(folder, 'objects/pack'))
    if (now - before < least && !existsSync(sshEnded)) onStall()
    before = now
  }
  const timer = setInterval(() => void look(), everyMs)
  return () => clearInterval(timer)
}

async function packedBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []) // git has not made it yet
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0), // renamed just now
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
