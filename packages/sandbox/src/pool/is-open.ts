type Span = { readonly opensAt: Date | null; readonly closesAt: Date | null }
type CourseSpan = {
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly archivedAt: Date | null
}

/** Spares are made before a lab opens. */
const WARM_UP_MS = 15 * 60_000

/** Whether spares of a lab are wanted: it is open, or will be soon. */
export function isOpen(lab: Span, course: CourseSpan, now: Date): boolean {
  return !whyClosed(lab, course, new Date(now.getTime() + WARM_UP_MS)) || !whyClosed(lab, course, now)
}

/** Why students cannot start a lab now; undefined: they can. */
export function whyClosed(
  { opensAt, closesAt }: Span,
  { startsAt, endsAt, archivedAt }: CourseSpan,
  now: Date,
): 'not-yet' | 'over' | undefined {
  if (archivedAt !== null || isPast(endsAt, now) || isPast(closesAt, now)) return 'over'
  return isAhead(opensAt, now) || isAhead(startsAt, now) ? 'not-yet' : undefined
}

function isPast(time: Date | null, now: Date): boolean {
  return time !== null && time <= now
}

function isAhead(time: Date | null, now: Date): boolean {
  return time !== null && time > now
}
