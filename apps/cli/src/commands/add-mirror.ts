import { text } from 'node:stream/consumers'
import { MIRROR_PRESETS } from '@berth/protocol'
import { parseDuration } from '../arguments/moment.ts'
import { parseSize } from '../arguments/size.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

type AddOptions = SessionOptions & {
  readonly url?: string
  readonly namespace?: readonly string[]
  readonly username?: string
  readonly passwordStdin?: boolean
  readonly realm?: readonly string[]
  readonly plainHttp?: boolean
  readonly ttl: string
  readonly maxSize: string
}

/** A registry that is known by its prefix, or another one at `--url`. */
export async function addMirror(prefix: string, options: AddOptions): Promise<void> {
  const preset = MIRROR_PRESETS.find((one) => one.prefix === prefix)
  const url = options.url ?? preset?.url
  if (url === undefined) {
    const known = MIRROR_PRESETS.map((one) => one.prefix).join(', ')
    throw new UsageError(`say where it is with --url https://…; without it these are known: ${known}`)
  }
  const input = {
    ...{ prefix, url },
    namespaces: [...(options.namespace ?? (options.url === undefined ? (preset?.namespaces ?? []) : []))],
    username: options.username ?? null,
    realms: [...(options.realm ?? [])],
    plainHttp: options.plainHttp === true,
    ttlSeconds: parseTtl(options.ttl),
    maxBytes: parseSize('--max-size', options.maxSize),
  }
  const session = await openSession(options)
  const password = options.username === undefined ? undefined : await readPassword(options)
  await session.api.mirrors.add.mutate({ ...input, ...(password === undefined ? {} : { password }) })
  if (options.json) return printJson({ prefix, url })
  say(`images of ${url} are pulled as ${new URL(session.url).host}/mirror/${prefix}/…`)
}

async function readPassword({ username, passwordStdin }: AddOptions): Promise<string> {
  if (passwordStdin) return (await text(process.stdin)).trim()
  return askLine(`Password or token of ${username}: `, {
    hidden: true,
    orElse: 'pipe the password in and say --password-stdin',
  })
}

function parseTtl(value: string): number {
  const ms = parseDuration(value)
  if (ms !== undefined) return Math.round(ms / 1000)
  throw new UsageError(`--ttl ${value}: write 30s, 10m or 2h`)
}
