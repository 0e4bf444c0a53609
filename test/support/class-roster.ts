import { BrowserSession } from './browser-session.ts'
import type { PlatformApi } from './platform-api.ts'

export type Enrolled = {
  readonly name: string
  readonly email: string
  readonly externalId: string
  readonly group: string
}

/** People of a list, as a school has them. */
export function enrolled(count: number): Enrolled[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ name: `Pupil ${i + 1}`, email: `pupil${i + 1}@whole-class.test` },
    ...{ externalId: `s-${1000 + i}`, group: i % 2 === 0 ? 'red' : 'blue' },
  }))
}

/** Takes the list as the teacher's page does, and hands a link to everybody on it; by e-mail. */
export async function takeRoster(
  teacher: PlatformApi,
  course: string,
  people: readonly Enrolled[],
): Promise<ReadonlyMap<string, string>> {
  const lines = people.map(({ name, email, group, externalId }) => [name, email, group, externalId].join(';'))
  const csv = ['Name;E-mail;Group;Student ID', ...lines].join('\r\n')
  const preview = await teacher.call<{ lines: object[]; problems: object[] }>(
    'courses.members.previewRoster',
    {
      ...{ course, csv },
    },
  )
  if (preview.problems.length > 0) throw new Error(`the list is refused: ${JSON.stringify(preview.problems)}`)
  await teacher.call('courses.members.importRoster', { course, csv })
  const links = await teacher.call<{ email: string; link: string | null }[]>('courses.members.invite', {
    ...{ course, members: null, mail: false },
  })
  return new Map(links.map(({ email, link }) => [email, link ?? '']))
}

/** Makes the account that a personal link is for, and comes by it, as the page does. */
export async function comeByLink(
  url: string,
  link: string,
  { name, email }: Enrolled,
): Promise<BrowserSession> {
  const code = new URL(link).pathname.split('/').at(-1) ?? ''
  const session = new BrowserSession(url)
  const password = `a password of ${name}`
  await session.api.auth.signUp.mutate({ email, name, password, course: code })
  const refused = await session.signIn(email, password)
  if (refused !== undefined) throw new Error(`${email} cannot sign in: ${refused}`)
  await session.api.join.enter.mutate({ code })
  return session
}
