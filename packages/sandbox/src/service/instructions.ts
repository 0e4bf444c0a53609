import type { Db } from '@berth/db'
import { fillIn, inLanguage, type LabValues, type LabWords } from '@berth/lab'
import { specOf } from '../rows.ts'

/** What its owner reads, in their language where it is there, with their name and those of the lab in it. */
export async function instructionsOf(db: Db, id: string, language: string): Promise<LabWords> {
  const { version, ...row } = await db.sandbox.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      version: { select: { spec: true } },
      lab: { select: { name: true } },
      course: { select: { name: true } },
      member: { select: { name: true } },
      user: { select: { name: true, email: true } },
    },
  })
  const values: LabValues = {
    student: row.member?.name ?? row.user?.name ?? row.user?.email ?? '',
    sandbox: row.id,
    lab: row.lab.name,
    course: row.course?.name ?? '',
  }
  const words = inLanguage(specOf(version), language)
  return { ...words, pages: words.pages.map((page) => ({ ...page, ...fillIn(page, values) })) }
}
