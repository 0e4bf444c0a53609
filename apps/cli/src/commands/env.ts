import { parseAssignments, variableName } from '../arguments/assignments.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

type ChangeOptions = SessionOptions & { readonly wait?: boolean }

/** `env APP`, `env APP set KEY=VALUE…`, `env APP unset KEY…`. */
export async function env(app: string, words: readonly string[], options: ChangeOptions): Promise<void> {
  const [verb, ...rest] = words
  if (verb === undefined) return await list(app, options)
  if (verb === 'set' && rest.length > 0)
    return await change(app, { set: parseAssignments(rest), unset: [] }, options)
  if (verb === 'unset' && rest.length > 0)
    return await change(app, { set: {}, unset: rest.map((word) => variableName(word)) }, options)
  const isVerb = verb === 'set' || verb === 'unset'
  throw new UsageError(
    `${isVerb ? `nothing to ${verb}` : `env cannot "${verb}"`}: berth env ${app} [set KEY=VALUE… | unset KEY…]`,
  )
}

async function list(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { env } = await session.api.apps.env.query({ tenant: await session.tenant(), app })
  if (options.json) return printJson(env)
  for (const [name, value] of Object.entries(env)) printResult(`${name}=${value}`)
}

async function change(
  app: string,
  values: { set: Record<string, string>; unset: string[] },
  options: ChangeOptions,
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.apps.setEnv.mutate({ tenant, app, ...values })
  await finishDeploy(session, tenant, started, options)
}
