import { newId } from '@berth/core'
import type { Tx } from '@berth/db'
import type { LabContainer } from '@berth/lab'
import type { ResolvedImage } from './ports.ts'

/** A release of the lab's hidden app: it holds the image of one container. All else stands in the version. Under `inLabs`. */
export async function writeRelease(
  tx: Tx,
  options: {
    readonly appId: string
    readonly container: LabContainer
    readonly image: ResolvedImage
    readonly buildId?: string | undefined
    readonly by: string
  },
): Promise<string> {
  const { appId, container, image, buildId, by } = options
  const newest = await tx.release.findFirst({ where: { appId }, orderBy: { number: 'desc' } })
  const { cpu, memory, pids, disk } = container.limits
  const id = newId('release')
  await tx.release.create({
    data: {
      ...{ id, appId, kin: id, number: (newest?.number ?? 0) + 1, createdBy: by },
      image: container.image ?? `${image.repository}@${image.digest}`,
      repository: image.repository,
      digest: image.digest,
      processes: { [container.name]: { replicas: 0 } },
      env: {},
      ...{ cpu, memory: BigInt(memory), pids, disk: BigInt(disk) },
      health: { kind: 'none' },
      restart: { policy: 'always' },
      buildId: buildId ?? null,
    },
  })
  return id
}
