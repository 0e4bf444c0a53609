import type { ProjectEnvView, ReleaseView, SecretView } from '@berth/protocol'
import type { LiveShared } from './plan-shared.ts'

/** What the projects' API tells; null where whoever asks may not read it. */
export type SharedViews = {
  readonly env: (Pick<ProjectEnvView, 'apps'> & { readonly env: Readonly<Record<string, string>> }) | null
  readonly secrets: readonly Pick<SecretView, 'name'>[] | null
}

/** What its project shares and the release of an app has not; nothing for who may not read it. Pure. */
export function liveShared(
  app: string,
  release: Pick<ReleaseView, 'sharedEnvNames' | 'sharedSecretNames'>,
  { env, secrets }: SharedViews,
): LiveShared {
  if (!env || !secrets) return { behind: [], before: [], variables: {}, secrets: [] }
  return {
    behind: env.apps.find(({ name }) => name === app)?.behind ?? [],
    before: [...release.sharedEnvNames, ...release.sharedSecretNames],
    variables: env.env,
    secrets: secrets.map(({ name }) => name),
  }
}
