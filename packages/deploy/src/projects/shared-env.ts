import type { App, Project, Tx } from '@berth/db'
import { z } from 'zod'
import { secretRefs } from '../secrets/secret-refs.ts'
import type { Shared } from './environment-of.ts'

const sealedSchema = z.record(z.string(), z.string())

/** name → sealed value */
export function sharedEnvOf(project: Pick<Project, 'env'>): Readonly<Record<string, string>> {
  return sealedSchema.parse(project.env)
}

/** All that a project gives to its apps. */
export function sharedOf(project: Pick<Project, 'env' | 'secrets'>): Shared {
  return { env: sharedEnvOf(project), secrets: secretRefs(project) }
}

/**
 * A new release has its project's variables and secrets as they are now. One that goes back to another, or whose instances stay
 * (`kin`), keeps what that one had.
 */
export async function withSharedEnv<Draft extends { readonly kin: string | null }>(
  tx: Pick<Tx, 'project'>,
  app: App,
  draft: Draft,
): Promise<Draft> {
  if (draft.kin !== null) return draft
  const project = await tx.project.findUniqueOrThrow({
    where: { id: app.projectId },
    select: { env: true, secrets: true },
  })
  const shared = sharedOf(project)
  return { ...draft, sharedEnv: shared.env, sharedSecrets: shared.secrets }
}
