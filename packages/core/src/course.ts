/** What somebody is in a course, from most to least. */
export const COURSE_PARTS = ['teacher', 'assistant', 'student'] as const
export type CoursePart = (typeof COURSE_PARTS)[number]

/** True when `a` may do at least what `b` may. */
export function partAtLeast(a: CoursePart, b: CoursePart): boolean {
  return COURSE_PARTS.indexOf(a) <= COURSE_PARTS.indexOf(b)
}

/** A part as it lies in the database; an unknown one counts as the least. */
export function parseCoursePart(text: string): CoursePart {
  return COURSE_PARTS.find((part) => part === text) ?? 'student'
}

/**
 * What somebody who teaches may, and the least part that it takes: whoever answers a request goes by this table. What an
 * assistant does can be gone on from; what takes away what students made, or changes the course, is its teachers'.
 */
export const COURSE_RIGHTS = {
  'course:see': 'assistant',
  'roster:see': 'assistant',
  'results:see': 'assistant',
  'class:see': 'assistant',
  'class:help': 'assistant',
  'class:send': 'teacher',
  'class:reset': 'teacher',
  'course:change': 'teacher',
  'roster:change': 'teacher',
  'labs:change': 'teacher',
} as const satisfies Readonly<Record<string, CoursePart>>

export type CourseRight = keyof typeof COURSE_RIGHTS
