import { text } from 'node:stream/consumers'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

/** `auth APP`, `auth APP set NAME`, `auth APP remove NAME`. */
export async function visitors(
  app: string,
  words: readonly string[],
  options: SessionOptions & { readonly passwordStdin?: boolean },
): Promise<void> {
  const [verb = 'list', name = '', ...rest] = words
  if (!['list', 'set', 'remove'].includes(verb) || rest.length > 0 || (name === '') !== (verb === 'list'))
    throw new UsageError(`berth auth ${app} [set NAME | remove NAME]`)
  const session = await openSession(options)
  const at = { tenant: await session.tenant(), app }
  if (verb === 'list') return list((await session.api.door.get.query(at)).users, options)
  const after =
    verb === 'set'
      ? await session.api.door.setUser.mutate({ ...at, name, password: await password(options) })
      : await session.api.door.removeUser.mutate({ ...at, name })
  if (options.json) return printJson(after.users)
  say(verb === 'set' ? `${name} may visit ${app}, with this password` : `${name} may visit ${app} no more`)
  if (after.users.length === 0) say('nobody is listed: everybody may visit')
}

function list(users: readonly string[], { json }: SessionOptions): void {
  if (json) return printJson(users)
  if (users.length === 0) return say('everybody may visit')
  for (const name of users) printResult(name)
}

async function password({ passwordStdin }: { readonly passwordStdin?: boolean }): Promise<string> {
  if (passwordStdin) return (await text(process.stdin)).replace(/\r?\n$/, '')
  return askLine('Password: ', { hidden: true, orElse: 'pipe the password in and say --password-stdin' })
}
