import { BerthError } from '@berth/core'
import type { Db, Sandbox, SandboxTerminal } from '@berth/db'
import type { LabContainer } from '@berth/lab'
import { shellEnvironment } from '@berth/sandbox'
import type { ControlClient } from '../../control-client.ts'

export type ShellWish = {
  readonly sandbox: Sandbox
  readonly number: number
  readonly container?: string | undefined
  readonly size: { readonly cols: number; readonly rows: number }
  /** whoever looks on starts nothing */
  readonly mayStart: boolean
  readonly by: string
}

/** Shells of sandboxes, one for each number; they go on when nobody looks. */
export type Shells = {
  /** The one that is kept under this number, or a new one. Errors: sandbox.not_ready, container.not_running. */
  find(wish: ShellWish): Promise<SandboxTerminal>
  /** It has ended: the next who asks gets a new one. */
  ended(shell: SandboxTerminal): Promise<void>
}

export function createShells({
  db,
  control,
}: {
  readonly db: Db
  readonly control: Pick<ControlClient, 'exec'>
}): Shells {
  /** two windows that open the same number at once get the same shell */
  const starting = new Map<string, Promise<SandboxTerminal>>()

  return {
    async find(wish) {
      const { sandbox, number } = wish
      const kept = await db.sandboxTerminal.findUnique({ where: keyOf(sandbox, number) })
      if (kept && kept.endedAt === null) return kept
      if (!wish.mayStart) throw new BerthError('container.not_running', `no shell ${number} is open there`)
      const key = `${sandbox.id} ${sandbox.attempt} ${number}`
      const started = starting.get(key) ?? start(wish).finally(() => starting.delete(key))
      starting.set(key, started)
      return started
    },
    async ended({ sandboxId, attempt, number, execId }) {
      const where = { sandboxId, attempt, number, execId }
      await db.sandboxTerminal.updateMany({ where, data: { endedAt: new Date() } })
    },
  }

  async function start({ sandbox, number, container, size, by }: ShellWish): Promise<SandboxTerminal> {
    if (sandbox.state !== 'running') throw notReady(sandbox)
    const { id: sandboxId, tenantId, attempt } = sandbox
    const [place, env] = await Promise.all([
      containerOf(db, sandbox, container),
      shellEnvironment(db, sandbox),
    ])
    const { shell, user, workdir } = place.lab
    const { execId } = await control.exec({
      ...{ tenantId, by },
      exec: {
        ...{ containerId: place.id, argv: [...shell], tty: true, ...size },
        ...(user === null ? {} : { user }),
        ...(workdir === null ? {} : { cwd: workdir }),
        env,
      },
    })
    const fresh = {
      container: place.lab.name,
      containerId: place.id,
      execId,
      createdAt: new Date(),
      endedAt: null,
    }
    return db.sandboxTerminal.upsert({
      where: keyOf(sandbox, number),
      create: { tenantId, sandboxId, attempt, number, ...fresh },
      update: fresh,
    })
  }
}

/** A container of the sandbox that runs, and what its lab says of it. Error: sandbox.not_ready. */
export async function containerOf(
  db: Db,
  sandbox: Sandbox,
  name: string | undefined,
): Promise<{ readonly id: string; readonly lab: LabContainer }> {
  const containers = await containersOf(db, sandbox)
  const lab = containers.find((one) => one.terminal && (name === undefined || one.name === name))
  if (!lab)
    throw new BerthError('input.invalid', `the lab offers no terminal in "${name ?? 'any container'}"`)
  const row = await db.container.findFirst({
    where: { sandboxId: sandbox.id, attempt: sandbox.attempt, process: lab.name, desired: 'running' },
    select: { id: true },
  })
  if (!row) throw notReady(sandbox)
  return { id: row.id, lab }
}

/** Of its version, which was checked when it was written and is never changed: without its pages, which may be large. */
async function containersOf(db: Db, { versionId }: Sandbox): Promise<readonly LabContainer[]> {
  const [version] = await db.$prepared<{ containers: readonly LabContainer[] }>`
    SELECT spec->'containers' AS containers FROM "LabVersion" WHERE id = ${versionId}`
  return version?.containers ?? []
}

function keyOf({ id: sandboxId, attempt }: Sandbox, number: number) {
  return { sandboxId_attempt_number: { sandboxId, attempt, number } }
}

function notReady({ id }: Sandbox): BerthError {
  return new BerthError('sandbox.not_ready', 'the sandbox does not run at the moment', {
    details: { sandboxId: id },
  })
}
