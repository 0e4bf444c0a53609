import type { BlobStore } from '@berth/blob'
import { type Clock, createTurns, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { privateKeyFrom } from '@berth/git/key'
import type { PushDeps } from './deps.ts'
import { createGitHandler, type GitHandler } from './http/git-handler.ts'
import {
  type GitActor,
  type GitAuth,
  PUSH_LIMITS,
  type PushApps,
  type PushBuilds,
  type PushLimits,
} from './ports.ts'
import { settlePushes } from './receive/settle-push.ts'
import { createSshServer, type SshOptions } from './ssh/ssh-server.ts'
import { createRepositories } from './store/repositories.ts'
import { repackMany } from './store/repack-repository.ts'

/** Programs of git for one tenant, and for all: each takes a part of a core, and memory. */
const AT_WORK = { all: 32, each: 4, waiting: 50 }

type SshPlace = { readonly port: number; readonly address: string; readonly seed: Uint8Array }

export type GitService = {
  /** answers everything below `/git/` */
  readonly http: GitHandler
  /** Serves git over SSH, with the host key that 32 secret bytes make. Error: EADDRINUSE and the like. */
  listenSsh(where: SshPlace): Promise<{ readonly port: number; close(): void }>
  /** ends pushes that a killed process left; every few seconds */
  settle(): Promise<void>
  /** makes one pack of many, and removes folders of apps that are gone; now and again; `packs`: how many are many */
  tidy(ask?: { readonly packs: number }): Promise<void>
}

/** Pushes to apps, and clones of them. */
export function createGitService<Actor extends GitActor>(options: {
  readonly db: Db
  readonly sources: BlobStore
  /** folder of repositories: a cache, which may be emptied at any time */
  readonly root: string
  readonly auth: GitAuth<Actor> & Pick<SshOptions<Actor>, 'findKeyActor'>
  readonly apps: PushApps
  readonly builds: PushBuilds
  /** public address of the platform, without a slash at the end */
  readonly url: string
  readonly log: Logger
  readonly limits?: PushLimits
  readonly clock?: Clock
}): GitService {
  const {
    db,
    sources,
    root,
    auth,
    apps,
    builds,
    url,
    log,
    limits = PUSH_LIMITS,
    clock = systemClock,
  } = options
  const repositories = createRepositories({ db, sources, root })
  const turns = createTurns(AT_WORK)
  const deps: PushDeps = { db, sources, repositories, apps, builds, limits, turns, clock, log }
  return {
    http: createGitHandler(deps, { auth, realm: new URL(url).host }),
    async listenSsh({ port, address, seed }) {
      const server = createSshServer({
        deps,
        auth,
        findKeyActor: auth.findKeyActor,
        hostKey: privateKeyFrom(seed),
      })
      return { port: await server.listen(port, address), close: () => server.close() }
    },
    settle: () => settlePushes(deps),
    async tidy(ask) {
      await repackMany(deps, ask?.packs)
      await repositories.sweep()
    },
  }
}
