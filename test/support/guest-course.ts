import { eventually } from './eventually.ts'
import type { TestPlatform } from './platform.ts'
import { type PlatformApi, platformApi } from './platform-api.ts'

/** A course with the lab that ships, whose title is “First steps in a shell”, and the code of its link for guests. */
export type GuestCourse = {
  readonly teacher: PlatformApi
  readonly course: string
  readonly courseLab: string
  readonly code: string
}

/** `lab`: a name of this test's own, because those of a run share a platform. */
export async function openGuestCourse(
  platform: TestPlatform,
  { name, title, lab }: { readonly name: string; readonly title: string; readonly lab: string },
): Promise<GuestCourse> {
  const { tenant } = platform.admin
  const teacher = platformApi(platform, 'person')
  const { id: course } = await teacher.call<{ id: string }>('courses.create', { tenant, name, title })
  await teacher.call('courses.change', { course, change: { guests: true } })
  await teacher.call('labs.addExample', { tenant, example: 'shell-basics', name: lab })
  const choices = () => teacher.ask<{ id: string; name: string }[]>('courses.labs.choices', { course })
  const found = async () => (await choices()).find((one) => one.name === lab)?.id
  await eventually(async () => (await found()) !== undefined, {
    withinMs: 200_000,
    what: 'the images of a lab',
  })
  const added = await teacher.call<{ id: string }>('courses.labs.add', { course, lab: await found() })
  await teacher.call('courses.members.createLink', { course, limit: 5, expiresAt: null })
  const [link] = await teacher.ask<{ code: string }[]>('courses.members.links', { course })
  return { teacher, course, courseLab: added.id, code: link?.code ?? '' }
}
