import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import { cloneOf } from './paths.ts'

export type Registry = {
  readonly url: string
  readonly token: string
  /** reach it there instead, when the address is not for this machine */
  readonly socket?: string
}

/** Builds one of the base images in a process of its own and pushes it to `library/`; returns its name and digest. */
export async function buildImage(
  name: string,
  registry: Registry,
  say: (line: string) => void,
): Promise<string> {
  const recipes = path.join(cloneOf(import.meta.dirname), 'infra/images/main.ts')
  const socket = registry.socket ? ['--socket', registry.socket] : []
  const child = spawn(process.execPath, [recipes, name, '--push', registry.url, '--token-stdin', ...socket], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(registry.token)
  let last = 'it said nothing'
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = chunk.trimEnd().split('\n')
    last = lines.at(-1) ?? last
    lines.forEach(say)
  })
  const [image, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code === 0) return image.trim()
  throw new BerthError('image.not_found', `the image ${name} could not be built: ${last}`)
}
