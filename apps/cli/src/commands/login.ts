import { text } from 'node:stream/consumers'
import { readEnv } from '../env.ts'
import { printJson, printResult, say } from '../output.ts'
import { writeConfig } from '../session/config-file.ts'
import { platformAddress } from '../session/platform-address.ts'
import { connect, openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

/** Asks for a token, tries it, and keeps it for the commands that follow. */
export async function login(url: string, options: { readonly tokenStdin?: boolean }): Promise<void> {
  const origin = platformAddress(url, '')
  const token = options.tokenStdin
    ? (await text(process.stdin)).trim()
    : await askLine(`API token (made at ${origin}, page Tokens): `, {
        hidden: true,
        orElse: 'pipe the token in and say --token-stdin',
      })
  const { user } = await connect({ url: origin, token }).api.me.get.query()
  const file = await writeConfig(readEnv(), { url: origin, token })
  say(`signed in to ${origin} as ${user.email}; kept in ${file}`)
}

export async function whoami(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { user, tenants, scopes } = await session.api.me.get.query()
  if (options.json)
    return printJson({ url: session.url, email: user.email, isAdmin: user.isAdmin, tenants, scopes })
  printResult(`${user.email} at ${session.url}`)
  for (const { name, role } of tenants) printResult(`  ${role} of ${name}`)
}
