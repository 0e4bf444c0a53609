import { createHash } from 'node:crypto'
import { newId } from '../../../../packages/core/src/index.ts'
import type { Db } from '../../../../packages/db/src/index.ts'

/** An image as a push would leave it in the database; what an in-test agent needs of it. */
export async function pushImage(
  db: Db,
  options: {
    tenantId: string
    name: string
    tag: string
    architecture?: string
    ports?: readonly number[]
  },
): Promise<string> {
  const { tenantId, name, tag, architecture = 'amd64', ports = [] } = options
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      config: { ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])) },
      rootfs: { type: 'layers', diff_ids: [] },
    }),
  )
  const content = Buffer.from(`${name}:${tag} ${config.toString()}`)
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  const repository = await db.repository.upsert({
    where: { name },
    create: { id: newId('repository'), tenantId, name },
    update: {},
  })
  await db.manifest.create({
    data: {
      repositoryId: repository.id,
      digest,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: BigInt(content.length),
      content,
      references: [],
      config,
      platforms: [`linux/${architecture}`],
    },
  })
  await db.tag.create({ data: { repositoryId: repository.id, name: tag, digest } })
  return digest
}
