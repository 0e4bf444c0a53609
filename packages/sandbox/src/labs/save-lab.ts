import { BerthError, newId, parseName } from '@berth/core'
import { type Db, type Lab, type LabVersion, type Prisma, recordEvent, type Tx } from '@berth/db'
import type { LabFiles, LabSpec } from '@berth/lab'
import type { LabRemote } from '@berth/protocol'
import { checkLab } from './check-lab.ts'
import { inLabs } from './in-labs.ts'
import type { Caller, ReadFiles, ResolvedImage, ResolveImage } from './ports.ts'
import { refuseTooLarge } from './refuse-too-large.ts'
import { resolveImages } from './resolve-images.ts'
import { filesOf } from './version-rows.ts'
import { writeRelease } from './write-release.ts'

const MOST = { labs: 200, versions: 500 }

export type SaveLab = Caller & {
  readonly name: string
  readonly files: LabFiles
  /** the lab must be new: lab.name_taken otherwise */
  readonly isNew?: boolean | undefined
  /** where the files come from; absent: they were written here */
  readonly remote?: (LabRemote & { readonly commit: string }) | undefined
}

/**
 * Makes a version of these files, and the lab when it is new; the same files as before are no new version. Errors:
 * name.*, lab.invalid, lab.name_taken, lab.too_many, lab.too_large, those of `ReadFiles`.
 */
export async function saveLab(
  {
    db,
    resolve,
    read: readFiles,
  }: { readonly db: Db; readonly resolve: ResolveImage; readonly read: ReadFiles },
  save: SaveLab,
): Promise<void> {
  const { tenant, files } = save
  const name = parseName('lab', save.name)
  const read = await checkLab(readFiles, tenant.id, files)
  await refuseTooLarge(db, tenant.id, read.spec)
  const images = await resolveImages(resolve, tenant, read)
  await inLabs(db, tenant.id, async (tx) => {
    const existing = await tx.lab.findFirst({ where: { tenantId: tenant.id, name, deletedAt: null } })
    if (existing && save.isNew)
      throw new BerthError('lab.name_taken', `there is a lab "${name}" already: choose another name`)
    const lab = existing ?? (await createLab(tx, save, name, read.spec.title))
    const newest = await tx.labVersion.findFirst({ where: { labId: lab.id }, orderBy: { number: 'desc' } })
    await keepPlace(tx, lab, save, read.spec)
    if (newest && newest.state !== 'failed' && isSame(filesOf(newest), files)) return
    await writeVersion(tx, { save, lab, newest, spec: read.spec, images })
  })
}

/** Its hidden app holds the releases; a colon is in no name that somebody chooses. */
async function createLab(tx: Tx, { tenant, by, remote }: SaveLab, name: string, title: string): Promise<Lab> {
  const { id: tenantId } = tenant
  const count = await tx.lab.count({ where: { tenantId, deletedAt: null } })
  if (count >= MOST.labs) throw new BerthError('lab.too_many', `a tenant has at most ${MOST.labs} labs`)
  const project = await tx.project.upsert({
    where: { tenantId_name: { tenantId, name: 'default' } },
    create: { id: newId('project'), tenantId, name: 'default' },
    update: {},
  })
  const app = { id: newId('app'), tenantId, projectId: project.id, name: `lab:${name}`, kind: 'lab' }
  await tx.app.create({ data: { ...app, desired: 'stopped' } })
  const lab = { id: newId('lab'), tenantId, name, title, appId: app.id, createdBy: by }
  return tx.lab.create({ data: { ...lab, ...(remote && { remote: placeOf(remote) }) } })
}

async function keepPlace(tx: Tx, lab: Lab, { remote }: SaveLab, { title }: LabSpec): Promise<void> {
  await tx.lab.update({
    where: { id: lab.id },
    data: { title, ...(remote && { remote: placeOf(remote) }) },
  })
}

function placeOf({ url, branch, directory }: LabRemote): Prisma.InputJsonObject {
  return { url, branch, directory }
}

async function writeVersion(
  tx: Tx,
  options: {
    readonly save: SaveLab
    readonly lab: Lab
    readonly newest: LabVersion | null
    readonly spec: LabSpec
    readonly images: ReadonlyMap<string, ResolvedImage>
  },
): Promise<void> {
  const { save, lab, newest, spec, images } = options
  const { tenant, by, ip = null, files, remote } = save
  const number = (newest?.number ?? 0) + 1
  if (number > MOST.versions)
    throw new BerthError('lab.too_many', `a lab has at most ${MOST.versions} versions: begin another lab`)
  const containers: Record<string, { releaseId: string }> = {}
  for (const container of spec.containers) {
    const image = images.get(container.name)
    if (!image) continue
    containers[container.name] = {
      releaseId: await writeRelease(tx, { appId: lab.appId, container, image, by }),
    }
  }
  const isReady = Object.keys(containers).length === spec.containers.length
  await tx.labVersion.create({
    data: {
      ...{ id: newId('labVersion'), tenantId: tenant.id, labId: lab.id, number, createdBy: by },
      files: { ...files },
      spec: spec as unknown as Prisma.InputJsonObject, // it was made of JSON, and is nothing else
      state: isReady ? 'ready' : 'building',
      containers,
      commit: remote?.commit ?? null,
    },
  })
  await recordEvent(tx, {
    ...{ tenantId: tenant.id, by, type: 'lab.saved' },
    message: `version ${number} of lab ${lab.name} was saved`,
    data: { lab: lab.name, version: number },
  })
  const entry = { tenantId: tenant.id, by, ip, action: 'lab.saved', target: lab.name, outcome: 'allowed' }
  await tx.audit.create({ data: { id: newId('audit'), ...entry, data: { version: number } } })
}

function isSame(one: LabFiles, other: LabFiles): boolean {
  const paths = Object.keys(one)
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path])
}
