import { BerthError, newId } from '@berth/core'
import type { Db } from '@berth/db'
import type { FoundRepository } from './visible.ts'

export const MAX_DESCRIPTION = 200
export const MAX_README_BYTES = 64 * 1024

export type Description = {
  /** one line */
  readonly description?: string | undefined
  /** Markdown */
  readonly readme?: string | undefined
}

/** Changes what is given. Error: input.invalid. */
export async function describeRepository(
  db: Db,
  request: {
    readonly repository: FoundRepository
    readonly by: string
    readonly ip: string | null
  } & Description,
): Promise<void> {
  const { repository, by, ip } = request
  const data = {
    ...(request.description === undefined ? {} : { description: checkLine(request.description) }),
    ...(request.readme === undefined ? {} : { readme: checkReadme(request.readme) }),
  }
  await db.$transaction(async (tx) => {
    await tx.repository.update({ where: { id: repository.id }, data })
    await tx.audit.create({
      data: {
        ...{ id: newId('audit'), tenantId: repository.tenantId, by, ip, outcome: 'allowed' },
        ...{ action: 'image.described', target: repository.name, data: { changed: Object.keys(data) } },
      },
    })
  })
}

function checkLine(text: string): string {
  const line = text.trim()
  if (line.length <= MAX_DESCRIPTION && !/\p{Cc}/u.test(line) && line.isWellFormed()) return line
  throw new BerthError(
    'input.invalid',
    `a description is one line of at most ${MAX_DESCRIPTION} characters`,
    {
      details: { field: 'description' },
    },
  )
}

function checkReadme(text: string): string {
  if (Buffer.byteLength(text) <= MAX_README_BYTES && !text.includes('\0') && text.isWellFormed()) return text
  throw new BerthError('input.invalid', 'a README is text of at most 64 KiB', {
    details: { field: 'readme' },
  })
}
