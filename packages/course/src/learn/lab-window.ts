type Times = { readonly opensAt: Date | null; readonly closesAt: Date | null }
type Course = {
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly archivedAt: Date | null
}

/** Whether students may start a lab now: its own times, where it has none those of the course. */
export function labWindow(
  course: Course,
  lab: Times,
  now: Date,
): { state: 'soon' | 'open' | 'closed'; opensAt: Date | null; closesAt: Date | null } {
  const opensAt = lab.opensAt ?? course.startsAt
  const closesAt = lab.closesAt ?? course.endsAt
  const closed = course.archivedAt !== null || (closesAt !== null && closesAt <= now)
  const soon = opensAt !== null && opensAt > now
  return { state: closed ? 'closed' : soon ? 'soon' : 'open', opensAt, closesAt }
}
