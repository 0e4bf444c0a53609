import { newId } from '../../packages/core/src/index.ts'
import type { Db } from '../../packages/db/src/index.ts'
import type { LabSpec } from '../../packages/lab/src/index.ts'

const MIB = 1024 ** 2
const HOUR = 3600

export type FixtureImage = { readonly repository: string; readonly digest: string }

/** A lab of one or more shells, as `lab.yml` would say it. */
export function labSpec(changes: Partial<LabSpec> = {}): LabSpec {
  return {
    ...{ title: 'First steps', description: 'A lab of the tests' },
    containers: [labContainer('shell')],
    home: { container: 'shell', path: '/root', bytes: 64 * MIB },
    egress: { kind: 'none' },
    limits: { connections: 256, bandwidth: 4 * MIB },
    times: {
      ...{ expires: 3 * HOUR, overtime: 900, deadline: 5 * HOUR, idle: 900, orphaned: 2700 },
      ...{ overdue: HOUR, archive: 24 * HOUR, delete: 48 * HOUR },
    },
    ...{ scripts: {}, checks: [], pages: [] },
    ...changes,
  }
}

export function labContainer(name: string, changes: Partial<LabSpec['containers'][number]> = {}) {
  return {
    ...{ name, image: 'shell:1', dockerfile: null, command: null, env: {}, user: null, workdir: null },
    ...{ shell: ['/bin/sh', '-l'], terminal: true, ports: [] },
    limits: { cpu: 0.1, burst: 0.5, memory: 64 * MIB, pids: 64, disk: 64 * MIB },
    ...changes,
  }
}

export type LabFixture = { readonly labId: string; readonly appId: string; readonly versionId: string }

/** A lab with one version that is ready, as if it had been read and its images resolved. */
export async function writeLab(
  db: Db,
  options: {
    readonly tenantId: string
    readonly image: FixtureImage
    readonly name?: string
    readonly spec?: LabSpec
  },
): Promise<LabFixture> {
  const { tenantId, image, name = 'first-steps', spec = labSpec() } = options
  const projectId = newId('project')
  await db.project.create({ data: { id: projectId, tenantId, name: `labs-${name}` } })
  const appId = newId('app')
  await db.app.create({ data: { id: appId, tenantId, projectId, name: `lab:${name}`, kind: 'lab' } })
  const lab = { id: newId('lab'), tenantId, name, title: spec.title, appId, createdBy: 'tester' }
  await db.lab.create({ data: lab })
  const containers: Record<string, { releaseId: string }> = {}
  for (const [i, container] of spec.containers.entries()) {
    containers[container.name] = {
      releaseId: await writeRelease(db, { appId, image, container, number: i + 1 }),
    }
  }
  const versionId = newId('labVersion')
  await db.labVersion.create({
    data: {
      ...{ id: versionId, tenantId, labId: lab.id, number: 1, files: {}, state: 'ready' },
      ...{ spec: structuredClone(spec) as object, containers, createdBy: 'tester' },
    },
  })
  return { labId: lab.id, appId, versionId }
}

async function writeRelease(
  db: Db,
  {
    appId,
    image,
    container,
    number,
  }: {
    readonly appId: string
    readonly image: FixtureImage
    readonly container: LabSpec['containers'][number]
    readonly number: number
  },
): Promise<string> {
  const id = newId('release')
  const { cpu, memory, pids, disk } = container.limits
  await db.release.create({
    data: {
      ...{ id, appId, number, image: 'shell:1', ...image, processes: { web: { replicas: 0 } }, env: {} },
      ...{ cpu, memory: BigInt(memory), pids, disk: BigInt(disk), health: { kind: 'none' } },
      ...{ restart: { policy: 'always' }, kin: id, createdBy: 'tester' },
    },
  })
  return id
}

export type CourseFixture = { readonly courseId: string; readonly courseLabId: string }

/** A course with one lab, and what else it is told. */
export async function writeCourse(
  db: Db,
  options: {
    readonly tenantId: string
    readonly labId: string
    readonly name?: string
    readonly maximum?: number
    readonly lab?: Partial<{ reserved: number; capacity: number; opensAt: Date; startAllAt: Date }>
  },
): Promise<CourseFixture> {
  const { tenantId, labId, name = 'unix', maximum = 500 } = options
  const courseId = newId('course')
  await db.course.create({
    data: { id: courseId, tenantId, name, title: name, maximum, createdBy: 'tester' },
  })
  const courseLabId = newId('courseLab')
  await db.courseLab.create({
    data: { id: courseLabId, tenantId, courseId, labId, position: 1, ...options.lab },
  })
  return { courseId, courseLabId }
}

export type Pupil = { readonly userId: string; readonly label: string; readonly memberId: string }

/** People of a course, who have come. */
export async function writePupils(
  db: Db,
  options: {
    readonly tenantId: string
    readonly courseId: string
    readonly count: number
    readonly role?: 'student' | 'assistant' | 'teacher'
  },
): Promise<Pupil[]> {
  const { tenantId, courseId, count, role = 'student' } = options
  const pupils = Array.from({ length: count }, (_, i) => {
    const userId = newId('user')
    return { userId, memberId: newId('member'), label: `${userId}@school.test`, name: `${role} ${i}` }
  })
  await db.user.createMany({
    data: pupils.map(({ userId: id, label: email, name }) => ({ id, email, name })),
  })
  await db.courseMember.createMany({
    data: pupils.map(({ userId, memberId: id, label: email, name }) => ({
      ...{ id, tenantId, courseId, userId, email, name, role, joinedAt: new Date() },
    })),
  })
  return pupils
}
