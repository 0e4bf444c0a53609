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
