import { FINDINGS_MEDIA_TYPE, readFindings } from '@berth/core'
import type { Db } from '@berth/db'
import type { FindingsView } from '@berth/protocol'
import { BY_PLATFORM } from '../inspect/attach-document.ts'
import { asTexts } from './as-texts.ts'

/** What the platform's scanner said last of an image. What somebody pushed beside it counts for nothing. */
export async function findFindings(
  db: Db,
  repositoryId: string,
  digest: string,
): Promise<FindingsView | null> {
  const row = await db.manifest.findFirst({
    where: { repositoryId, subject: digest, artifactType: FINDINGS_MEDIA_TYPE, pushedBy: BY_PLATFORM },
    orderBy: { pushedAt: 'desc' },
    select: { annotations: true, pushedAt: true },
  })
  const found = row && readFindings(asTexts(row.annotations))
  return found ? { ...found, at: row.pushedAt } : null
}
