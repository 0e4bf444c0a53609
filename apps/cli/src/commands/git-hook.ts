import type { GitHookSecretView, GitHookView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** The webhook of an app: made anew, taken away, or shown with what was called. */
export async function gitHook(
  app: string,
  options: SessionOptions & { readonly renew?: boolean; readonly remove?: boolean },
): Promise<void> {
  if (options.renew && options.remove) throw new UsageError('say one of --renew and --remove')
  const session = await openSession(options)
  const { git } = session.api
  const ask = { tenant: await session.tenant(), app }
  if (options.renew) {
    const made = await git.renewHook.mutate(ask)
    return options.json ? printJson(made) : showSecret(made)
  }
  const view = options.remove ? await git.removeHook.mutate(ask) : await git.hook.query(ask)
  if (options.json) return printJson(view)
  if (options.remove) return say(`${app} has no webhook any more`)
  showDeliveries(app, view)
}

function showSecret({ url, secret }: GitHookSecretView): void {
  say('add a webhook where the repository is, for pushes, as JSON; both are shown only this once:')
  printResult(`url    ${url}`)
  printResult(`secret ${secret}`)
  say('GitHub and Gitea: "Secret". GitLab: "Secret token", trigger "Push events".')
}

function showDeliveries(app: string, { since, deliveries }: GitHookView): void {
  say(
    since === null
      ? `${app} has no webhook: berth git hook ${app} --renew`
      : `the webhook of ${app} was made ${sayWhen(since)}`,
  )
  if (deliveries.length === 0) return
  printResult(
    formatTable([
      ['WHEN', 'FROM', 'EVENT', 'BRANCH', 'COMMIT', 'STATE', 'BUILD', 'NOTE'],
      ...deliveries.map(({ createdAt, provider, event, branch, commit, state, build, message }) => [
        sayWhen(createdAt),
        provider,
        event,
        branch ?? '',
        commit?.slice(0, 10) ?? '',
        state,
        build ?? '',
        message ?? '',
      ]),
    ]),
  )
}
