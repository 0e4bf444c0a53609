import { newId } from '@berth/core'
import { type Db, recordEvent } from '@berth/db'
import type { UserActor } from '@berth/auth'
import { labSpec } from './lab-fixture.ts'
import { addTenant, addToken } from './people.ts'
import type { TestWeb } from './web-server.ts'

/** A tenant with one of everything; every name and text in it contains `word`. */
export type FullTenant = {
  readonly tenant: string
  readonly tenantId: string
  readonly userId: string
  readonly app: string
  readonly project: string
  readonly deployId: string
  readonly containerId: string
  readonly repository: string
  readonly invitationId: string
  readonly tokenId: string
  readonly keyId: string
  readonly tagRuleId: string
  readonly retentionRuleId: string
  readonly auditId: string
  readonly eventSeq: string
  readonly webhookId: string
  readonly deliveryId: string
  readonly sourceId: string
  readonly buildId: string
  readonly volume: string
  readonly backupId: string
  readonly courseId: string
  readonly lab: string
  readonly sandboxId: string
}

/** of the one image of each */
export const DIGEST = `sha256:${'d'.repeat(64)}`

export async function addFullTenant(web: TestWeb, word: string, owner: UserActor): Promise<FullTenant> {
  const { db } = web
  const tenant = `${word}-team`
  const tenantId = await addTenant(db, tenant, owner)
  const { appId, deployId, containerId, name } = await addApp(db, tenantId, word)
  const repository = await addRepository(db, tenantId, `${tenant}/${word}`)
  const about = { tenantId, tags: word, createdBy: word }
  const { id: tagRuleId } = await db.tagRule.create({
    data: { id: newId('tagRule'), ...about, noDelete: true },
  })
  const { id: retentionRuleId } = await db.retentionRule.create({
    data: { id: newId('retentionRule'), ...about, keepLast: 1 },
  })
  const { id: tokenId } = await addToken(web, tenantId, owner, ['app:read'])
  const { id: keyId } = await db.sshKey.create({
    data: {
      ...{ id: newId('sshKey'), tenantId, name: word, createdBy: word },
      ...{ publicKey: `ssh-ed25519 ${word}`, fingerprint: `SHA256:${word}` },
    },
  })
  const invitation = await db.invitation.create({
    data: {
      id: newId('invitation'),
      tenantId,
      email: `${word}-guest@example.org`,
      role: 'viewer',
      tokenHash: word,
      invitedBy: owner.email,
      expiresAt: new Date(Date.now() + 86_400_000),
    },
  })
  await db.$transaction((tx) =>
    recordEvent(tx, { tenantId, type: 'app.deployed', appId, appName: name, message: word }),
  )
  const webhook = await addWebhook(db, tenantId, word)
  const build = await addBuild(db, { tenantId, appId, repository, word })
  const volume = await addVolume(db, tenantId, word)
  const { id: courseId } = await db.course.create({
    data: { id: newId('course'), tenantId, name: `${word}-course`, title: word, createdBy: word },
  })
  const lab = await addLab(db, { tenantId, word, beside: appId })
  const version = await db.labVersion.findFirstOrThrow({ where: { lab: { tenantId, name: lab } } })
  const { id: sandboxId } = await db.sandbox.create({
    data: {
      ...{ id: newId('sandbox'), tenantId, labId: version.labId, versionId: version.id, courseId },
      ...{ state: 'running', userId: owner.userId },
    },
  })
  const event = await db.event.findFirstOrThrow({ where: { tenantId } })
  const audit = await db.audit.findFirstOrThrow({ where: { tenantId } })
  return {
    tenant,
    tenantId,
    userId: owner.userId,
    app: name,
    project: word,
    deployId,
    containerId,
    repository,
    invitationId: invitation.id,
    tokenId,
    keyId,
    tagRuleId,
    retentionRuleId,
    auditId: audit.id,
    eventSeq: event.seq.toString(),
    ...webhook,
    ...build,
    volume,
    backupId: await addBackup(db, tenantId, volume),
    courseId,
    lab,
    sandboxId,
  }
}

/** With one version that is ready. */
async function addLab(
  db: Db,
  { tenantId, word, beside }: { tenantId: string; word: string; beside: string },
): Promise<string> {
  const name = `${word}-lab`
  const { projectId } = await db.app.findUniqueOrThrow({ where: { id: beside } })
  const app = { id: newId('app'), tenantId, projectId, name: `lab:${name}`, kind: 'lab' }
  const { id: appId } = await db.app.create({ data: { ...app, desired: 'stopped' } })
  const { id: labId } = await db.lab.create({
    data: { id: newId('lab'), tenantId, name, title: word, appId, createdBy: word },
  })
  const spec = structuredClone(labSpec({ description: word })) as object
  await db.labVersion.create({
    data: {
      ...{ id: newId('labVersion'), tenantId, labId, number: 1, state: 'ready', createdBy: word },
      ...{ files: { 'lab.yml': `title: ${word}` }, spec, containers: {} },
    },
  })
  return name
}

async function addVolume(db: Db, tenantId: string, word: string): Promise<string> {
  const { id, name } = await db.volume.create({
    data: {
      id: newId('volume'),
      tenantId,
      name: `${word}-files`,
      bytes: 1n << 30n,
      made: true,
      createdBy: word,
    },
  })
  await db.volumeSnapshot.create({
    data: { id: newId('snapshot'), volumeId: id, number: 1, state: 'ready', createdBy: word },
  })
  return name
}

async function addBackup(db: Db, tenantId: string, volumeName: string): Promise<string> {
  const id = newId('backup')
  await db.volumeBackup.create({
    data: {
      ...{ id, tenantId, volumeName, bytes: 1n, storedBytes: 1n, limitBytes: 1n, digest: DIGEST },
      ...{ origin: 'asked', own: true, createdBy: volumeName, takenAt: new Date() },
    },
  })
  return id
}

async function addApp(db: Db, tenantId: string, word: string) {
  const name = `${word}-app`
  const project = await db.project.create({
    data: { id: newId('project'), tenantId, name: word, env: { [word]: word } },
  })
  const [appId, releaseId, deployId, containerId] = [
    newId('app'),
    newId('release'),
    newId('deploy'),
    newId('container'),
  ]
  const node = await db.node.create({ data: { id: newId('node'), name: `${word}-node` } })
  await db.app.create({ data: { id: appId, tenantId, projectId: project.id, name } })
  await db.release.create({
    data: {
      id: releaseId,
      appId,
      number: 1,
      image: word,
      kin: releaseId,
      repository: word,
      digest: DIGEST,
      processes: { web: { replicas: 1 } },
      env: { SECRET: word },
      cpu: 0.5,
      memory: 1n << 28n,
      pids: 100,
      disk: 1n << 30n,
      health: { kind: 'none' },
      restart: { policy: 'always' },
      createdBy: word,
    },
  })
  await db.app.update({ where: { id: appId }, data: { releaseId } })
  await db.deploy.create({ data: { id: deployId, tenantId, appId, releaseId, fence: 1, createdBy: word } })
  await db.container.create({
    data: {
      id: containerId,
      tenantId,
      appId,
      releaseId,
      nodeId: node.id,
      process: 'web',
      instance: 1,
      observed: 'running',
    },
  })
  return { appId, deployId, containerId, name }
}

/** One that has not begun. */
async function addBuild(
  db: Db,
  about: { tenantId: string; appId: string; repository: string; word: string },
): Promise<{ sourceId: string; buildId: string }> {
  const { word, ...of } = about
  const [sourceId, buildId] = [newId('source'), newId('build')]
  const { tenantId } = about
  await db.source.create({ data: { id: sourceId, tenantId, digest: DIGEST, size: 1n, createdBy: word } })
  const origin = { kind: 'folder', name: word }
  await db.build.create({
    data: { id: buildId, ...of, sourceId, origin, recipe: {}, deploy: {}, tag: 'latest', createdBy: word },
  })
  await db.buildOutput.create({ data: { buildId, seq: 0, bytes: Buffer.from(word) } })
  return { sourceId, buildId }
}

/** One with a tag `latest`. */
export async function addRepository(db: Db, tenantId: string, name: string): Promise<string> {
  const repositoryId = newId('repository')
  await db.repository.create({ data: { id: repositoryId, tenantId, name } })
  await db.manifest.create({
    data: {
      repositoryId,
      digest: DIGEST,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: 2n,
      content: new Uint8Array([123, 125]),
    },
  })
  await db.tag.create({ data: { repositoryId, name: 'latest', digest: DIGEST } })
  return name
}

async function addWebhook(db: Db, tenantId: string, word: string) {
  const [webhookId, deliveryId] = [newId('webhook'), newId('delivery')]
  const about = { name: word, url: `https://${word}.example/`, events: ['push'], createdBy: word }
  await db.webhook.create({ data: { id: webhookId, tenantId, ...about } })
  await db.webhookDelivery.create({ data: { id: deliveryId, webhookId, event: { type: word } } })
  return { webhookId, deliveryId }
}
