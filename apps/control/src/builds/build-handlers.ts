import type { BuildDesk } from '@berth/build/service'
import type { NodeSession } from '@berth/deploy'
import type { buildMessages, Handlers } from '@berth/protocol'
import type { MintBuildToken, MintPullToken } from '@berth/registry'
import { SOURCES_PATH } from './source-routes.ts'
import type { SourceTokens } from './source-tokens.ts'

export type BuildServices = {
  readonly desk: BuildDesk
  readonly sourceTokens: SourceTokens
  readonly signPull: MintPullToken
  readonly signBuild: MintBuildToken
  /** public address of the platform, where sources and the registry answer */
  readonly url: string
}

/** Answers what an agent asks for its builds. */
export function buildHandlers(services: BuildServices, session: NodeSession): Handlers<typeof buildMessages> {
  const { desk, url } = services
  return {
    'build.specs': async () => ({ builds: await desk.specs(session) }),
    'build.report': async (report) => {
      await desk.report(session, report)
      return {}
    },
    'build.output': (output) => desk.output(session, output),
    'build.token': async (ask) => {
      const { source, repository, mounts } = await desk.rights(session, ask)
      const token = await services.signBuild({ to: repository, from: mounts })
      return {
        source: { url: `${url}${SOURCES_PATH}/${source}`, token: services.sourceTokens.sign(source) },
        target: { url, repository, token },
      }
    },
    'build.base': async (ask) => {
      const { repository, digest } = await desk.base(session, ask)
      return { url, repository, digest, token: await services.signPull(repository) }
    },
  }
}
