import type { RetentionRuleView } from '@berth/protocol'

/** What a rule keeps, in words: `keeps the last 10, what was pushed in 30 days`. */
export function describeKeeps(
  rule: Pick<RetentionRuleView, 'keepLast' | 'keepPushedDays' | 'keepPulledDays' | 'untaggedDays'>,
): string {
  const { keepLast, keepPushedDays, keepPulledDays, untaggedDays } = rule
  const keeps = [
    ...(keepLast === null ? [] : [`the last ${keepLast}`]),
    ...(keepPushedDays === null ? [] : [`what was pushed in ${keepPushedDays} days`]),
    ...(keepPulledDays === null ? [] : [`what was pulled in ${keepPulledDays} days`]),
  ]
  return [
    ...(keeps.length > 0 ? [`keeps ${keeps.join(', ')}`] : []),
    ...(untaggedDays === null ? [] : [`untagged go after ${untaggedDays} days`]),
  ].join('; ')
}
