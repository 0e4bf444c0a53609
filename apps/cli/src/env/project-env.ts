import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { finishShared, sayBehind } from './finish-shared.ts'
import type { EnvAsked } from './read-env-words.ts'

type Options = SessionOptions & { readonly wait?: boolean; readonly apply?: boolean }

/** `env --project P [set … | unset …] [--apply]`: `--apply` alone deploys what was changed before. */
export async function projectEnv(project: string, asked: EnvAsked, options: Options): Promise<void> {
  const session = await openSession(options)
  const ask = { tenant: await session.tenant(), project }
  if (asked.kind === 'change') {
    const { set, unset } = asked
    const { apply } = options
    const done = await session.api.projects.setEnv.mutate({ ...ask, set, unset: [...unset], apply })
    return finishShared(session, ask.tenant, done, options)
  }
  if (options.apply) {
    return finishShared(session, ask.tenant, await session.api.projects.applyEnv.mutate(ask), options)
  }
  const view = await session.api.projects.env.query(ask)
  if (options.json) return printJson(view.env)
  for (const [name, value] of Object.entries(view.env)) printResult(`${name}=${value}`)
  sayBehind(project, view.apps)
}
