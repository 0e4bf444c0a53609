import { toBerthError } from '@berth/core'
import { type Db, type Prisma, recordEvent, type Tx } from '@berth/db'
import type { LabContainer, LabSpec } from '@berth/lab'
import { inLabs } from '../in-labs.ts'
import type { KeepSource, StartImageBuild } from '../ports.ts'
import { containersOf, filesOf, type VersionContainers } from '../version-rows.ts'
import { writeRelease } from '../write-release.ts'
import { builtOf } from './built-of.ts'
import { makeContext } from './make-context.ts'

export type KeepDeps = {
  readonly db: Db
  readonly keepSource: KeepSource
  readonly startBuild: StartImageBuild
}

type Row = Prisma.LabVersionGetPayload<typeof WITH_LAB>

const WITH_LAB = { include: { lab: { include: { tenant: true } } } } satisfies Prisma.LabVersionDefaultArgs

/** Brings a version a step on: begins what is to be built, takes what is built. */
export async function keepVersion(deps: KeepDeps, id: string): Promise<void> {
  const version = await deps.db.labVersion.findUnique({ where: { id }, ...WITH_LAB })
  if (version?.state !== 'building') return
  const waiting = specOf(version).containers.filter(
    ({ name }) => containersOf(version)[name]?.releaseId === undefined,
  )
  for (const container of waiting) await keepContainer(deps, version, container)
  await settle(deps.db, version)
}

async function keepContainer(deps: KeepDeps, version: Row, container: LabContainer): Promise<void> {
  const { db } = deps
  const target = targetOf(version, container)
  const built = await builtOf(db, version, target)
  switch (built.kind) {
    case 'none':
      return begin(deps, version, container)
    case 'running':
      return note(db, version, container.name, { buildId: built.buildId })
    case 'failed':
      return fail(db, version, `${container.dockerfile ?? container.name}: ${built.message}`)
    case 'done':
      return inLabs(db, version.tenantId, async (tx) => {
        const containers = await fresh(tx, version)
        if (containers === undefined || containers[container.name]?.releaseId !== undefined) return
        const releaseId = await writeRelease(tx, {
          ...{ appId: version.lab.appId, container, buildId: built.buildId, by: version.createdBy },
          image: { repository: target.repository, digest: built.digest },
        })
        await write(tx, version, { ...containers, [container.name]: { releaseId } })
      })
  }
}

async function begin(deps: KeepDeps, version: Row, container: LabContainer): Promise<void> {
  const { dockerfile } = container
  if (dockerfile === null) return
  const { tenantId, createdBy: by, lab } = version
  try {
    const content = makeContext(filesOf(version), dockerfile)
    const { id: source } = await deps.keepSource({ tenantId, by, content })
    const { id: buildId } = await deps.startBuild({
      ...{ tenant: { id: tenantId, name: lab.tenant.name }, by },
      ...targetOf(version, container),
      ...{ source, origin: { kind: 'folder', name: `lab ${lab.name}` } },
      recipe: {
        ...{ kind: 'dockerfile', dockerfile: dockerfile.slice(dockerfile.lastIndexOf('/') + 1) },
        ...{ args: {}, labels: {}, noCache: false, secrets: [] },
      },
    })
    await note(deps.db, version, container.name, { buildId })
  } catch (thrown) {
    const error = toBerthError(thrown)
    if (error.kind !== 'invalid' && error.kind !== 'exhausted') throw error
    await fail(deps.db, version, error.message)
  }
}

/** What it is built as: the tag is of this version alone. */
function targetOf({ lab, number }: Row, { name }: LabContainer) {
  return { repository: `${lab.tenant.name}/lab-${lab.name}`, tag: `v${number}-${name}` }
}

async function note(db: Db, version: Row, name: string, what: { readonly buildId: string }): Promise<void> {
  if (containersOf(version)[name]?.buildId === what.buildId) return
  await inLabs(db, version.tenantId, async (tx) => {
    const containers = await fresh(tx, version)
    if (containers) await write(tx, version, { ...containers, [name]: what })
  })
}

async function settle(db: Db, version: Row): Promise<void> {
  await inLabs(db, version.tenantId, async (tx) => {
    const containers = await fresh(tx, version)
    if (!containers) return
    if (!specOf(version).containers.every(({ name }) => containers[name]?.releaseId !== undefined)) return
    await tx.labVersion.update({ where: { id: version.id }, data: { state: 'ready' } })
    await tell(tx, version, 'lab.ready', 'is ready')
  })
}

async function fail(db: Db, version: Row, failure: string): Promise<void> {
  await inLabs(db, version.tenantId, async (tx) => {
    if (!(await fresh(tx, version))) return
    await tx.labVersion.update({ where: { id: version.id }, data: { state: 'failed', failure } })
    await tell(tx, version, 'lab.failed', `failed: ${failure}`)
  })
}

/** What others wrote meanwhile; undefined: it is settled. */
async function fresh(tx: Tx, { id }: Row): Promise<VersionContainers | undefined> {
  const row = await tx.labVersion.findUnique({ where: { id } })
  return row?.state === 'building' ? containersOf(row) : undefined
}

async function write(tx: Tx, { id }: Row, containers: VersionContainers): Promise<void> {
  await tx.labVersion.update({ where: { id }, data: { containers } })
}

async function tell(tx: Tx, version: Row, type: 'lab.ready' | 'lab.failed', what: string): Promise<void> {
  const { tenantId, createdBy: by, number, lab, failure } = version
  await recordEvent(tx, {
    ...{ tenantId, by, type },
    message: `version ${number} of lab ${lab.name} ${what}`,
    data: { lab: lab.name, version: number, ...(failure === null ? {} : { failure }) },
  })
}

/** It was checked when it was written. */
function specOf({ spec }: { readonly spec: unknown }): LabSpec {
  return spec as LabSpec
}
